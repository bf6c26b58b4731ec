/**
 * Takes the picture or the profile out of the page: SVG, PNG, the input itself, this page with its data.
 */
import {download} from '../base/dom.ts';
import {baseName} from '../base/text.ts';
import {flameRequest} from '../screens/flame-request.ts';
import {type App, currentInput, type Screen} from '../screens/screen.ts';

export type ExportKind = 'svg' | 'png' | 'pprof' | 'html';

export const EXPORTS: readonly (readonly [ExportKind, string])[] = [
  ['svg', 'SVG picture'],
  ['png', 'PNG of what is seen'],
  ['pprof', 'the input file'],
  ['html', 'one HTML page'],
];

export function exportAs(app: App, kind: ExportKind, flame: Screen | undefined): void {
  const {state} = app.store;
  const stem = baseName(currentInput(app, state).name).replace(/\.(pb\.gz|gz|txt|pprof|pb)$/, '');
  const {client} = app;
  const fail = (error: unknown): void => app.fail(error);
  if (kind === 'svg') {
    client
      .request<string>({kind: 'svg', ...flameRequest(app, state)})
      .then((svg) => download(`${stem}.svg`, svg, 'image/svg+xml'), fail);
  } else if (kind === 'png') {
    const save = (blob: Blob | null): void =>
      blob === null ? app.say('Open the flamegraph first') : download(`${stem}.png`, blob, 'image/png');
    if (flame?.toPng === undefined) save(null);
    else flame.toPng(save);
  } else if (kind === 'pprof') {
    client
      .request<ArrayBuffer>({kind: 'source', input: state.input})
      .then((bytes) => download(baseName(currentInput(app, state).name), bytes, 'application/octet-stream'), fail);
  } else if (location.protocol === 'file:') {
    app.say('This page is a report already: copy its file');
  } else {
    import('./html-export.ts')
      .then(({htmlExport}) => htmlExport(app))
      .then((html) => download(`${stem}.html`, html, 'text/html'), fail);
  }
}
