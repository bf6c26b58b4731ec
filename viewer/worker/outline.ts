/**
 * The flamegraph of what is large in a profile, long before the whole is read.
 */
import {flameTree} from '../../src/analysis/flame-tree.ts';
import {buildTree} from '../../src/analysis/tree.ts';
import {OutlineReader} from '../../src/outline-reader.ts';
import type {FlamePayload, InputFile} from '../protocol.ts';
import {flamePayload} from './flame-payload.ts';

/** Less than a pixel of most screens. */
const LEAST_SHARE = 1 / 2000;

/** Undefined where there is none, which is for the reader of the whole to explain. */
export async function outlinePayload(file: InputFile): Promise<FlamePayload | undefined> {
  const reader = new OutlineReader(LEAST_SHARE);
  try {
    for await (const chunk of inflated(file)) {
      reader.write(chunk);
      if (!reader.isPossible) return undefined;
    }
  } catch (error) {
    // The browser's inflater and fetch() tell of bad data and lost servers so.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  const profile = reader.end();
  if (profile === undefined || profile.samples.length === 0) return undefined;
  const tree = buildTree(profile, profile.defaultSampleType, 'root', LEAST_SHARE);
  return flamePayload(profile, flameTree(tree, {foldRuns: true}), 'down');
}

/** Uncompressed while it is fetched. */
async function* inflated(file: InputFile): AsyncGenerator<Uint8Array> {
  const stream = 'url' in file ? (await fetch(file.url)).body : new Blob([file.bytes]).stream();
  if (stream === null) return;
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    yield value;
  }
}
