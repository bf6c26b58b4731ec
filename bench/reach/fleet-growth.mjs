/**
 * `fleet`, `export` and every question of `sql` over 1080, 2880 and 10 080 profiles: how CPU time and memory grow.
 *
 * usage: node bench/reach/fleet-growth.mjs; takes ten minutes, writes bench/results/fleet-growth.json and draws
 * docs/fleet-growth.svg. With --draw it only draws what was measured.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {writeFleet} from '../inputs/fleet.mjs';
import {measure} from '../measure.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const RESULTS = at('bench/results/fleet-growth.json');
/** Of 40 services with 3 builds. */
const INSTANCES = [3, 8, 28];
const LABELS = ['service=(*)/*', 'version=*/(*)', 'instance=*/*/(*)-*'].flatMap((label) => ['--label', label]);
const QUESTIONS = ['leaks', 'growth', 'regressions', 'hot', 'retained', 'outliers', 'who-uses', 'findings'];

if (!process.argv.includes('--draw'))
  writeFileSync(RESULTS, `${JSON.stringify(INSTANCES.map(measureSize), null, 1)}\n`);
writeFileSync(at('docs/fleet-growth.svg'), picture(JSON.parse(readFileSync(RESULTS, 'utf8'))));

function measureSize(instances) {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-bench-'));
  const [profiles, dataset] = ['profiles', 'dataset'].map((name) => join(folder, name));
  const files = writeFleet(profiles, {instances});
  const run = (...args) => {
    const {cpu, rss} = measure({args: [process.execPath, at('dist/cli/bin.js'), ...args]});
    const figures = {cpu, mib: Math.round(rss / 2 ** 20)};
    console.error(files, args[0], args[0] === 'sql' ? args[2] : '', figures);
    return figures;
  };
  const fleet = run('fleet', profiles, '--label', 'service=(*)/*', '--label', 'build=*/(*)');
  const exported = run('export', profiles, '-o', dataset, ...LABELS);
  const questions = QUESTIONS.map((name) => [
    name,
    run('sql', dataset, name, ...(name === 'who-uses' ? ['*/codec.Encode'] : [])),
  ]);
  rmSync(folder, {recursive: true});
  return {files, fleet, export: exported, questions: Object.fromEntries(questions)};
}

/** One panel for each command: CPU seconds over profiles, from zero on both axes. */
function picture(sizes) {
  const questions = QUESTIONS.map((name) => ({name, values: sizes.map((size) => size.questions[name].cpu)}));
  const panels = [
    panel('fleet', sizes, [{name: '', values: sizes.map(({fleet}) => fleet.cpu)}], 0),
    panel('export', sizes, [{name: '', values: sizes.map((size) => size.export.cpu)}], 1),
    panel('sql, each question', sizes, questions, 2),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 260" font-family="sans-serif" font-size="11">
<title>CPU seconds of fleet, export and sql over the number of profiles</title>
<style>text{fill:#333}.axis{stroke:#9aa7b8}.line{stroke:#2b6cb0;fill:none;stroke-width:1.5}.dot{fill:#2b6cb0}.head{font-weight:bold}</style>
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

function panel(title, sizes, lines, column) {
  const [left, top, width, height] = [column * 320 + 40, 36, 240, 180];
  const most = Math.max(...lines.flatMap(({values}) => values));
  const x = (files) => (left + (files / sizes.at(-1).files) * width).toFixed(1);
  const y = (seconds) => (top + height - (seconds / most) * height).toFixed(1);
  const drawn = lines.map(({values}) => {
    const points = values.map((value, i) => `${x(sizes[i].files)},${y(value)}`);
    const dots = points.map(
      (point) => `<circle cx="${point.split(',')[0]}" cy="${point.split(',')[1]}" r="2.5" class="dot"/>`,
    );
    return `<polyline points="${points.join(' ')}" class="line"/>${dots.join('')}`;
  });
  const ticks = sizes.map(
    ({files}) => `<text x="${x(files)}" y="${top + height + 16}" text-anchor="middle">${files}</text>`,
  );
  return `<text x="${left}" y="20" class="head">${title}, s of CPU</text>
<path d="M${left} ${top}V${top + height}H${left + width}" fill="none" class="axis"/>
<text x="${left - 6}" y="${top + 4}" text-anchor="end">${most.toFixed(1)}</text><text x="${left - 6}" y="${top + height}" text-anchor="end">0</text>
${ticks.join('')}
${drawn.join('\n')}`;
}
