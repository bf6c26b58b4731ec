/**
 * What is fuzzed, and what must hold whatever the input: only failures of our own, sound tables, safe output.
 */
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {archiveSeeds, manifestSeeds} from './archive-seeds.mjs';
import {loadOutputs} from './outputs.mjs';

/**
 * Loads what reads in the instrumented build below `build` and returns its targets: name → {run(bytes, random), seeds};
 * what a target needs beyond that comes with its `load`.
 */
export async function loadTargets(build) {
  const load = (path) => import(pathToFileURL(join(build, path)).href);
  const {PprofxError} = await load('base/errors.js');
  const {DEFAULT_READ_OPTIONS} = await load('formats/format.js');
  const {FORMATS} = await load('formats/index.js');
  const {Gunzip} = await load('formats/gunzip.js');
  const {readProfile} = await load('read.js');
  let showOne;
  const loadShown = async () => {
    showOne = await loadOutputs(load);
  };

  /** Runs `work`; a failure of the catalogue is an answer too. */
  const answer = (work) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof PprofxError) return undefined;
      throw error;
    }
  };
  const whole = (bytes, options, random) => {
    const profile = answer(() => readProfile(bytes, options));
    if (profile === undefined) return;
    checkTables(profile);
    answer(() => showOne(profile, random));
  };
  const targets = new Map();
  for (const format of FORMATS) {
    targets.set(`format-${format.id}`, {
      seeds: 'plain',
      run: (bytes, random) => {
        const options = {...DEFAULT_READ_OPTIONS, isLenient: random.below(4) === 0};
        const read = (pieces) => readInPieces(format.open(options), bytes, pieces);
        if (random.below(8) === 0)
          sameOutcome(
            PprofxError,
            () => read(1 + random.below(64)),
            () => read(bytes.length),
          );
        const profile = answer(() => read(random.below(3) === 0 ? 1 + random.below(64) : bytes.length));
        if (profile !== undefined) checkTables(profile);
      },
    });
  }
  targets.set('gunzip', {
    seeds: 'gzip',
    run: (bytes, random) => {
      const inflater = new Gunzip(() => undefined);
      answer(() => readInPieces(inflater, bytes, random.below(3) === 0 ? 1 + random.below(64) : bytes.length));
    },
  });
  targets.set('read', {
    seeds: 'all',
    load: loadShown,
    run: (bytes, random) => whole(bytes, {isLenient: random.below(4) === 0, keepLabels: random.below(4) !== 0}, random),
  });
  targets.set('structured', {
    seeds: 'structured',
    load: loadShown,
    run: (bytes, random) => whole(bytes, {isLenient: random.below(3) === 0, keepLabels: random.below(4) !== 0}, random),
  });
  const {partedFormat, partsOf} = await load('formats/parts/index.js');
  targets.set('parts', {
    seeds: 'plain',
    load: loadShown,
    run: (bytes, random) => {
      // Half of the inputs twice, so that there is something to take apart.
      const input = random.below(2) === 0 ? bytes : Buffer.concat([bytes, bytes]);
      const format = partedFormat(input.subarray(0, 2048));
      if (format === undefined) return;
      const parts = answer(() => partsOf(input, format)) ?? [];
      if (parts.length === 1) throw new Error('one part is no parts');
      if (new Set(parts.map(({path}) => path)).size !== parts.length) throw new Error('a path comes twice');
      for (const part of parts.slice(0, 4)) whole(part.bytes(), {}, random);
    },
  });
  targets.set('archive', await archiveTarget(load, PprofxError));
  targets.set('manifest', await manifestTarget(load, PprofxError));
  return targets;
}

/** An incident's archive from its first byte to its processes: every entry has a name of its own that leads nowhere. */
async function archiveTarget(load, PprofxError) {
  const {containerOf} = await load('cli/archive/container-kind.js');
  const {holdArchive} = await load('cli/archive/held.js');
  const {takeInventory} = await load('cli/case/inventory.js');
  const {sortEvidence} = await load('incident/processes.js');
  const {readInput} = await load('cli/input/input.js');
  return {
    seeds: archiveSeeds,
    async run(bytes) {
      const kind = containerOf(bytes.subarray(0, 2048));
      if (kind === undefined) return;
      holdArchive('fuzz', {kind, bytes: Buffer.from(bytes)});
      try {
        const inventory = await takeInventory(['fuzz'], {});
        checkPaths(inventory);
        sortEvidence(inventory);
        // What was kept is read once more by its address, as when there was no room to keep it.
        for (const {address} of inventory.evidence.slice(0, 2)) await readInput(address);
      } catch (error) {
        if (!(error instanceof PprofxError)) throw error;
      }
    },
  };
}

function checkPaths({evidence, paths, troubles}) {
  for (const path of [...paths.values()].flat()) {
    if (path === '' || path.startsWith('/') || path.split('/').includes('..')) throw new Error(`a path ${path}`);
  }
  if (new Set(evidence.map(({address}) => address)).size !== evidence.length) throw new Error('an address comes twice');
  if (troubles.length > 100) throw new Error('troubles without a bound');
}

/** A manifest that anybody may have written: names of files stay within their folder. */
async function manifestTarget(load, PprofxError) {
  const {collectedProcesses, missingOf, readCollection} = await load('incident/manifest.js');
  const {sortEvidence} = await load('incident/processes.js');
  return {
    seeds: manifestSeeds,
    run(bytes) {
      const text = Buffer.from(bytes).toString('utf8');
      try {
        const files = readCollection(text, 'a/manifest.json', 'bundle.tgz');
        for (const path of files?.keys() ?? []) {
          if (!path.startsWith('a/') || path.split('/').includes('..')) throw new Error(`a path ${path}`);
        }
        collectedProcesses(text).forEach(missingOf);
        const manifests = new Map([['bundle.tgz', new Map([['a/manifest.json', text]])]]);
        sortEvidence({evidence: [], paths: new Map(), manifests, entries: 1, links: 0, troubles: []});
      } catch (error) {
        if (!(error instanceof PprofxError)) throw error;
      }
    },
  };
}

/** Reads chunks of `size` bytes, each spoiled afterwards, as a stream's buffer is. */
function readInPieces(reader, bytes, size) {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    reader.write(chunk);
    chunk.fill(0xaa);
  }
  return reader.end();
}

/** Any chunking gives the same profile, or the same failure at the same place. */
function sameOutcome(PprofxError, ...reads) {
  const outcomes = reads.map((read) => {
    try {
      const {locations, samples, stacks, strings, warnings} = read();
      return JSON.stringify([
        samples.values.map((column) => [...column]),
        stacks.length,
        locations.length,
        strings.length,
        warnings,
      ]);
    } catch (error) {
      if (!(error instanceof PprofxError)) throw error;
      return JSON.stringify([error.code, error.message, error.at]);
    }
  });
  if (outcomes[0] !== outcomes[1])
    throw new Error(`chunks decide: ${outcomes.map((text) => text.slice(0, 600)).join(' or ')}`);
}

/** Every index names a row, parents come before children, values are numbers. */
function checkTables({samples, stacks, locations, functions, strings, labelSets, sampleTypes, goroutines}) {
  inRange(samples.stack, -1, stacks.length, 'sample.stack');
  inRange(samples.labels, 0, labelSets.length, 'sample.labels');
  inRange(stacks.location, 0, locations.length, 'stack.location');
  inRange(locations.lineFunction, -1, functions.length, 'line.function');
  inRange(functions.name, 0, strings.length, 'function.name');
  inRange(functions.filename, 0, strings.length, 'function.filename');
  for (let row = 0; row < stacks.length; row++) {
    if (!(stacks.parent[row] < row)) throw new Error(`stack ${row} comes before its parent`);
  }
  if (samples.values.length !== sampleTypes.length) throw new Error('a column of values is missing');
  for (const column of samples.values) {
    if (column.length !== samples.length || !column.every(Number.isInteger)) throw new Error('values are no integers');
  }
  if (goroutines !== undefined) inRange(goroutines.state, 0, goroutines.states.length, 'goroutine.state');
}

function inRange(column, from, to, name) {
  for (let row = 0; row < column.length; row++) {
    if (!(column[row] >= from && column[row] < to)) throw new Error(`${name}[${row}] is ${column[row]}, table ${to}`);
  }
}
