/**
 * Shows what is large in a large input while the whole is read: another worker looks for it, so neither waits.
 */
import {Client} from '../client.ts';
import type {FlamePayload, InputFile} from '../protocol.ts';

/** Smaller ones are read before anybody could look. */
const LEAST_BYTES = 16 << 20;

/** Whether a picture of what is large is worth its while. */
export function isWorthPreviewing(files: readonly InputFile[]): boolean {
  const [file] = files;
  return files.length === 1 && 'url' in file && file.size >= LEAST_BYTES;
}

/**
 * @param show  called at most once, not at all where no picture can be had
 * @returns what to call when nobody needs it any more
 */
export function startPreview(file: InputFile, show: (payload: FlamePayload) => void): () => void {
  const client = new Client();
  client.request<FlamePayload | undefined>({kind: 'outline', file}).then(
    (payload) => {
      client.cancel();
      if (payload !== undefined) show(payload);
    },
    // Whatever is wrong, the reader of the whole tells it.
    () => undefined,
  );
  return () => client.cancel();
}
