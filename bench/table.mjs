/** The table of results: rows for the console, and the part between the markers of docs/performance.md. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ROOT} from './inputs.mjs';

const DOCUMENT = join(ROOT, 'docs', 'performance.md');

export const TABLE_HEAD = `| case | ours: wall (spread), CPU, peak memory | against | measured (goal) |
| --- | --- | --- | --- |`;

export function caseRow({contenders, goals, title}) {
  const {ours, ...others} = contenders;
  const {wallSpread} = ours;
  const spread = `${seconds(ours.wall)} (${seconds(wallSpread[0])}–${seconds(wallSpread[1])})`;
  const peers = Object.entries(others).map(
    ([name, {rss, wall}]) => `${code(name)} ${seconds(wall)}, ${megabytes(rss)}`,
  );
  const reached = goals.map((goal) => `${goalText(goal)} ${goal.measured <= goal.atMost ? '✓' : '✗'}`);
  const mine = `${spread}, ${seconds(ours.cpu)}, ${megabytes(ours.rss)}`;
  return `| ${title} | ${mine} | ${peers.join('; ')} | ${reached.join('; ')} |`;
}

/** Writes the table of all kept results between its markers. */
export function updateTable(ids, {head, name, row} = {name: 'bench', head: TABLE_HEAD, row: caseRow}) {
  const files = ids.map((id) => join(ROOT, 'bench', 'results', `${id}.json`)).filter((path) => existsSync(path));
  const results = files.map((path) => JSON.parse(readFileSync(path, 'utf8')));
  const text = readFileSync(DOCUMENT, 'utf8');
  const begin = `<!-- ${name}:begin -->`;
  const [before, after] = [text.indexOf(begin), text.indexOf(`<!-- ${name}:end -->`)];
  const rows = results.map(row).join('\n');
  writeFileSync(DOCUMENT, `${text.slice(0, before)}${begin}\n\n${head}\n${rows}\n\n${text.slice(after)}`);
}

function goalText({above, atMost, figure, measured, peer}) {
  if (above !== undefined) return `memory above ${code(above)}: ${megabytes(measured)} (≤ ${megabytes(atMost)})`;
  const name = {cpu: 'CPU', wall: 'wall'}[figure] ?? 'memory';
  if (peer !== undefined) return `${name} / ${code(peer)}: ${ratio(measured)} (≤ ${ratio(atMost)})`;
  const show = figure === 'wall' ? seconds : megabytes;
  return `${name}: ${show(measured)} (≤ ${show(atMost)})`;
}

const code = (name) => (name.includes('`') || !/^[a-z]/.test(name) ? name : `\`${name}\``);
const ratio = (value) => (value < 0.5 ? `1/${(1 / value).toFixed(0)}` : `${value.toFixed(2)}×`);
const seconds = (value) => (value < 0.995 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`);
const megabytes = (value) => `${(value / 1e6).toFixed(0)} MB`;
