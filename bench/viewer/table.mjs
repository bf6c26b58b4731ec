/** Rows of the page's results, for the console and docs/performance.md. */
export const VIEWER_HEAD = `| the page of | load | ours: paint, blocked | others: paint, blocked | measured (goal) |
| --- | --- | --- | --- | --- |`;

const LABELS = {
  paint: 'paint',
  whole: 'all of it',
  blocked: 'blocked',
  redraw: 'redraw p95',
  search: 'search total',
  longest: 'longest task',
};

export function viewerRow({contenders, goals, load, title}) {
  const {ours, ...others} = contenders;
  const peers = Object.entries(others).map(([name, result]) => `\`${name}\` ${figures(result)}`);
  const reached = goals.map((goal) => `${goalText(goal)} ${isReached(goal) ? '✓' : '✗'}`);
  return `| ${title} | ${load.toFixed(1)} | ${figures(ours)} | ${peers.join('; ')} | ${reached.join('; ')} |`;
}

function isReached({atMost, measured}) {
  return measured !== null && measured <= atMost;
}

function goalText({atMost, figure, measured, peers}) {
  const name = LABELS[figure];
  if (peers === undefined) return `${name}: ${seconds(measured)} (≤ ${seconds(atMost)})`;
  const whom = peers.length === 1 ? `\`${peers[0]}\`` : 'the faster';
  return `${name} / ${whom}: ${measured === null ? 'unknown' : `${measured.toFixed(2)}×`} (≤ ${atMost}×)`;
}

function figures({blocked, paint}) {
  return paint === null ? 'nothing in 180 s' : `${seconds(paint)}, ${seconds(blocked)}`;
}

function seconds(value) {
  if (value === null) return 'unknown';
  if (value < 0.01) return `${(value * 1000).toFixed(1)} ms`;
  return value < 0.995 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`;
}
