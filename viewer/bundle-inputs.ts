/**
 * What is opened as folders and archives, by the code that reads them. Types only.
 */
import type {DroppedInput} from './bundle-payload.ts';

export type BundleInputs = (
  part: typeof import('./bundle/bundle.ts'),
) => readonly DroppedInput[] | Promise<readonly DroppedInput[]>;
