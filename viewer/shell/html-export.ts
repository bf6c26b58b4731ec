/**
 * The page, its data and its findings as one file: the same report that the command line writes.
 */
import {say} from '../../src/base/language/say.ts';
import {type PageAssets, type PageInput, reportPage} from '../../src/render/html/page.ts';
import {encodeBase64} from '../base/base64.ts';
import {baseName} from '../base/text.ts';
import {pageOptions} from '../inputs.ts';
import type {App} from '../screens/screen.ts';

/** @throws where the page has no script and style beside it, as a report itself has not */
export async function htmlExport({client, opened}: App): Promise<string> {
  const [script, worker, style, findings] = await Promise.all([
    textOf('report/page.js'),
    textOf('report/worker.js').then(packed),
    textOf('app.css'),
    client.request<string>({kind: 'findings-html'}),
  ]);
  const inputs: PageInput[] = [];
  for (const [input, {name}] of opened.inputs.entries()) {
    const bytes = await client.request<ArrayBuffer>({kind: 'source', input});
    inputs.push({name: baseName(name), base64: encodeBase64(new Uint8Array(bytes))});
  }
  const assets: PageAssets = {script, style, worker, scriptHash: await hashOf(script), styleHash: await hashOf(style)};
  return reportPage(inputs, assets, findings, {start: location.hash.slice(1), options: pageOptions()});
}

async function textOf(name: string): Promise<string> {
  const response = await fetch(name);
  if (!response.ok) throw new Error(say`${name}: the server answered ${response.status}`);
  return response.text();
}

/** Text as gzip in base64. */
async function packed(text: string): Promise<string> {
  const compressed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return encodeBase64(new Uint8Array(await new Response(compressed).arrayBuffer()));
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${encodeBase64(new Uint8Array(digest))}`;
}
