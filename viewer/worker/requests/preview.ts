/**
 * The flamegraph of the largest stacks of a profile, long before all of it is read.
 */
import {flameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {buildTree} from '../../../src/analysis/tree/tree.ts';
import {PreviewReader} from '../../../src/preview-reader.ts';
import type {FlamePayload} from '../../protocol.ts';
import {inflated} from '../loading/chunks.ts';
import {flamePayload} from './flame-payload.ts';

/** Less than a pixel of most screens. */
const LEAST_SHARE = 1 / 2000;

/** Undefined where there is none; the usual reader reports why. */
export async function previewPayload(url: string): Promise<FlamePayload | undefined> {
  const reader = new PreviewReader(LEAST_SHARE);
  try {
    const {body} = await fetch(url);
    if (body === null) return undefined;
    for await (const chunk of inflated(body)) {
      reader.write(chunk);
      if (!reader.isPossible) return undefined;
    }
  } catch (error) {
    // The browser's inflater and fetch() report bad data and lost servers this way.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  const profile = reader.end();
  if (profile === undefined || profile.samples.length === 0) return undefined;
  const tree = buildTree(profile, profile.defaultSampleType, 'root', LEAST_SHARE);
  return flamePayload(profile, flameTree(tree, {foldRuns: true}), 'down');
}
