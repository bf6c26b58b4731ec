/**
 * The cases of the page: which file, how often, and what is asked of it. Ratios are medians of the turns' ratios.
 */
import {sample, widelyBranched} from '../inputs.mjs';

const PPROF = 'go tool pprof -http';
const SPEEDSCOPE = 'speedscope';

/** At most this share of a peer's time; of both peers, of the faster one. */
const against = (peers, atMost) => ({figure: 'paint', peers, atMost});
const atMost = (figure, seconds) => ({figure, atMost: seconds});

export const VIEWER_CASES = [
  {
    id: 'viewer-heap',
    title: 'heap profile of 60 kB',
    rounds: 5,
    path: () => sample('replicaset-flood', 'heap-before.pb.gz'),
    goals: [against([PPROF], 0.5), atMost('paint', 0.3), atMost('blocked', 0.1)],
  },
  {
    id: 'viewer-124k',
    title: '13 k samples, 124 k nodes',
    rounds: 3,
    path: () => widelyBranched(13_000),
    goals: [against([PPROF, SPEEDSCOPE], 0.5), atMost('blocked', 0.1)],
  },
  {
    id: 'viewer-1m-nodes',
    title: '120 k samples, 1.07 M nodes',
    rounds: 3,
    // A minute and more each.
    peerRounds: 1,
    path: () => widelyBranched(120_000),
    goals: [
      against([PPROF, SPEEDSCOPE], 0.4),
      atMost('paint', 2.5),
      atMost('whole', 4),
      atMost('blocked', 0.1),
      atMost('redraw', 0.008),
      atMost('search', 0.2),
    ],
  },
  {
    id: 'viewer-1m-samples',
    title: '1 M samples, 8.9 M nodes',
    rounds: 1,
    isSlow: true,
    only: ['ours'],
    path: () => widelyBranched(1_000_000),
    goals: [atMost('paint', 4), atMost('whole', 12), atMost('longest', 0.05)],
  },
];
