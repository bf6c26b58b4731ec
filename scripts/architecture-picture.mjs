/**
 * Draws docs/architecture.svg from the imports: the folders of src and the page on the floors that their imports give them,
 * and within a folder its rooms the same way.
 *
 * `node scripts/architecture-picture.mjs` writes the picture; with `--check` it only fails when the picture is old.
 */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PICTURE = join(ROOT, 'docs/architecture.svg');
const IMPORT = /^(?:import|export)\b(?:[^;']*?\bfrom)?\s*'(\.[^']+)';|\bimport\('(\.[^']+)'\)/gm;
/** Registries name what stands above them. */
const REGISTRY = 'src/formats/index.ts';

const CHAR = 7.5;
const ROW = 24;
const GAP = 12;

/** Pairs of files: who imports whom. */
function imports() {
  const files = ['src', 'viewer'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(folder, path)),
  );
  return files
    .filter((file) => file !== REGISTRY)
    .flatMap((from) =>
      [...readFileSync(join(ROOT, from), 'utf8').matchAll(IMPORT)].map(([, static_, dynamic]) => [
        from,
        normalize(join(dirname(from), static_ ?? dynamic)),
      ]),
    );
}

/** The folder below src that a file is in; `src` for the public core, `viewer` for the page. */
function areaOf(file) {
  const [top, folder, deeper] = file.split('/');
  if (top === 'viewer') return 'viewer';
  return deeper === undefined ? 'src' : folder;
}

function roomOf(file) {
  return dirname(file).replace(/^src\/[^/]+\/?/, '');
}

/** Names on floors: each one floor above the highest that it imports. */
function floors(names, edges) {
  const floorOf = new Map();
  const visit = (name) => {
    if (!floorOf.has(name)) {
      floorOf.set(name, 0);
      const below = edges.filter(([from]) => from === name).map(([, to]) => visit(to) + 1);
      floorOf.set(name, Math.max(0, ...below));
    }
    return floorOf.get(name);
  };
  names.forEach(visit);
  const rows = Array.from({length: Math.max(...floorOf.values()) + 1}, () => []);
  for (const name of [...names].sort()) rows[floorOf.get(name)].push(name);
  return rows.reverse();
}

function edgesBetween(pairs, nameOf) {
  const keys = new Set(pairs.map(([from, to]) => `${nameOf(from)} ${nameOf(to)}`));
  return [...keys].map((key) => key.split(' ')).filter(([from, to]) => from !== to);
}

/** An area as a box: its name, then its rooms floor by floor. */
function areaBox(area, pairs) {
  const inside = pairs.filter(([from, to]) => areaOf(from) === area && areaOf(to) === area);
  const rooms = new Set(pairs.filter(([from]) => areaOf(from) === area).map(([from]) => roomOf(from) || '.'));
  const isFlat = rooms.size < 2 || area === 'viewer' || area === 'src';
  const rows = isFlat
    ? []
    : floors(
        rooms,
        edgesBetween(inside, (file) => roomOf(file) || '.'),
        area,
      );
  const named = rows.map((row) => row.map((room) => (room === '.' ? `${area}/*.ts` : room)));
  const width = Math.max(area.length * CHAR + 3 * GAP, ...named.map((row) => rowWidth(row)));
  return {area, rows: named, width: width + 2 * GAP, height: (named.length + 1) * (ROW + GAP / 2) + GAP};
}

function rowWidth(row) {
  return row.reduce((sum, room) => sum + room.length * CHAR + 2 * GAP, -GAP);
}

function drawBox({area, rows, width, height}, x, y, out) {
  out.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="area"/>`);
  out.push(`<text x="${x + GAP}" y="${y + 20}" class="name">${area === 'src' ? 'src/*.ts' : area}</text>`);
  rows.forEach((row, depth) => {
    let left = x + GAP;
    const top = y + (depth + 1) * (ROW + GAP / 2) + GAP / 2;
    for (const room of row) {
      const size = room.length * CHAR + GAP;
      out.push(`<rect x="${left}" y="${top}" width="${size}" height="${ROW}" rx="4" class="room"/>`);
      out.push(`<text x="${left + GAP / 2}" y="${top + 16}">${room}</text>`);
      left += size + GAP;
    }
  });
}

/** Edges that no longer way implies: fewer lines, and each of them needed. */
function reduced(edges) {
  const next = new Map();
  for (const [from, to] of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reaches = (from, to) => (next.get(from) ?? []).some((step) => step === to || reaches(step, to));
  return edges.filter(([from, to]) => !next.get(from).some((step) => step !== to && reaches(step, to)));
}

function picture() {
  const pairs = imports();
  const edges = edgesBetween(pairs, areaOf);
  const rows = floors(new Set(pairs.map(([from]) => areaOf(from))), edges);
  const boxes = rows.map((row) => row.map((area) => areaBox(area, pairs)));
  const width = Math.max(...boxes.map((row) => row.reduce((sum, box) => sum + box.width + 3 * GAP, GAP)));
  const out = [];
  const places = new Map();
  let y = GAP;
  for (const row of boxes) {
    let x = (width - row.reduce((sum, box) => sum + box.width + 3 * GAP, -3 * GAP)) / 2;
    for (const box of row) {
      drawBox(box, x, y, out);
      places.set(box.area, {x: x + box.width / 2, top: y, bottom: y + box.height});
      x += box.width + 3 * GAP;
    }
    y += Math.max(...row.map((box) => box.height)) + 4 * GAP;
  }
  const lines = reduced(edges).map(([from, to]) => {
    const [a, b] = [places.get(from), places.get(to)];
    return `<path d="M${a.x} ${a.bottom} L${b.x} ${b.top}" class="edge" marker-end="url(#arrow)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y - 3 * GAP}" font-family="sans-serif" font-size="12">
<title>Folders and rooms of pprofx, each above what it imports</title>
<style>.area{fill:#eef2f7;stroke:#56657a}.room{fill:#fff;stroke:#9aa7b8}.name{font-weight:bold;font-size:14px}.edge{stroke:#56657a;fill:none}</style>
<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#56657a"/></marker>
<rect width="100%" height="100%" fill="#fff"/>
${lines.join('\n')}
${out.join('\n')}
</svg>
`;
}

const drawn = picture();
if (!process.argv.includes('--check')) writeFileSync(PICTURE, drawn);
else if (readFileSync(PICTURE, 'utf8') !== drawn) {
  console.error('docs/architecture.svg is old: node scripts/architecture-picture.mjs draws it again');
  process.exitCode = 1;
}
