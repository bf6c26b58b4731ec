/**
 * What to do about a function that holds the heap, by what the input can show.
 */

import {isInUse, type MeasuredInput} from '../../analysis/case/profile-values.ts';
import {decodedValue, decodesKinds, type HeapOwner} from '../../analysis/evidence/heap-owner.ts';
import {tableRows} from '../../analysis/evidence/printed-table.ts';
import {decodePathOf} from '../../analysis/knowledge/k8s-kinds.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {localName} from '../../model/symbol.ts';

const KEEPERS = sayLater(
  'Ask what keeps it: a cache without a bound, a map that only grows, a slice of a large buffer, whole responses in memory.',
);

/** Most useful first. */
export function heapAdvice(input: MeasuredInput, {function: name}: HeapOwner): string[] {
  const {profile} = input.facts;
  if (tableRows(input) !== undefined)
    return [...decodedAdvice(input, name), KEEPERS, PROFILE_ADVICE, ...typeAdvice(input)];
  return [
    KEEPERS,
    say`Compare with a heap of an hour later to see whether it grows: \`pprofx diff ${profile.name} LATER\``,
    say`See the callers: \`pprofx peek '${localName(name)}' ${profile.name}\``,
  ];
}

const PROFILE_ADVICE = sayLater(
  'A table has no callers. Take the profile itself: `curl -s localhost:6060/debug/pprof/heap > heap.pb.gz && pprofx analyze heap.pb.gz`',
);

function typeAdvice(input: MeasuredInput): string[] {
  return isInUse(input)
    ? []
    : [
        say(
          'Find out what the bytes are; print the table of those in use: `go tool pprof -top -sample_index=inuse_space heap.pb.gz`',
        ),
      ];
}

/** Part of the bytes that decoders must have made, to be called objects decoded. */
const DECODED_PART = 0.5;

/** Objects decoded for a path of Kubernetes, of a kind that the table does not show. */
function decodedAdvice(input: MeasuredInput, name: string): string[] {
  const path = decodePathOf(name);
  if (path === undefined || decodesKinds(input) || decodedValue(input) < DECODED_PART * input.stacks.total) return [];
  return [
    say`The bytes are objects decoded for ${say(path.phrase)}. The table does not show of which kind; this does: \`go tool pprof -top -nodecount=500 heap.pb.gz | grep Unmarshal\``,
  ];
}
