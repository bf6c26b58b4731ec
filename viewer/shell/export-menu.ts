/**
 * Exports the picture or the profile: SVG, PNG, the input itself, this page with its data.
 */
import {say} from '../../src/base/language/say.ts';
import {download} from '../base/dom.ts';
import {baseName} from '../base/text.ts';
import {isReport} from '../inputs.ts';
import {flameRequest} from '../screens/flame/request.ts';
import {type App, currentInput, type Screen, subjectOf} from '../screens/screen.ts';
import type {ExportKind} from './export-choices.ts';

const GZIP = 'application/gzip';

/** By the browser's own compressor, which no other part of the page depends on. */
function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).blob();
}

/** @param screen  the one in sight */
export function exportAs(app: App, kind: ExportKind, screen: Screen | undefined): void {
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
      blob === null
        ? app.say(say('This screen has no picture to export: open Flame or Compare'))
        : download(`${stem}.png`, blob, 'image/png');
    if (screen?.toPng === undefined) save(null);
    else screen.toPng(save);
  } else if (kind === 'pprof') {
    client
      .request<Uint8Array<ArrayBuffer>>({kind: 'pprof', ...subjectOf(app, state)})
      .then(gzipped)
      .then((bytes) => download(`${stem}${state.filters.length === 0 ? '' : '-filtered'}.pb.gz`, bytes, GZIP), fail);
  } else if (kind === 'source') {
    client
      .request<ArrayBuffer>({kind: 'source', input: state.input})
      .then((bytes) => download(baseName(currentInput(app, state).name), bytes, 'application/octet-stream'), fail);
  } else if (isReport()) {
    app.say(say('This page is a report already: copy its file'));
  } else {
    import('./html-export.ts')
      .then(({htmlExport}) => htmlExport(app))
      .then((html) => download(`${stem}.html`, html, 'text/html'), fail);
  }
}
