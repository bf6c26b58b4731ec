/**
 * Shows the largest stacks of a large input while it is read: a second worker finds them, so neither waits.
 */
import type {Theme} from '../../src/render/words/palette.ts';
import {Client} from '../client.ts';
import type {ServedFile} from '../input-file.ts';
import type {FlamePayload} from '../protocol.ts';

export interface PreviewHandlers {
  /** Called at most once; not at all where there is no preview. */
  onPicture(payload: FlamePayload, picture: HTMLElement): void;
  /** The frame that fills the width of the picture. */
  onZoom(node: number): void;
}

/** @returns a function that stops the preview */
export function startPreview({url}: ServedFile, theme: Theme, handlers: PreviewHandlers): () => void {
  const client = new Client();
  let isOver = false;
  const show = async (payload: FlamePayload): Promise<void> => {
    const {flamePreview} = await import('./flame-preview.ts');
    if (!isOver) handlers.onPicture(payload, flamePreview(payload, theme, handlers.onZoom));
  };
  client
    .request<FlamePayload | undefined>({kind: 'preview', url})
    .then((payload) => {
      client.cancel();
      return payload === undefined ? undefined : show(payload);
    })
    // The usual reader reports whatever is wrong.
    .catch(() => undefined);
  return () => {
    isOver = true;
    client.cancel();
  };
}
