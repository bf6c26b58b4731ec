/**
 * The page, its data and its findings as one file: the same report that the command line writes.
 */
import {type PageAssets, type PageInput, reportPage} from '../../src/render/page.ts';
import {baseName} from '../base/text.ts';
import {givenOptions} from '../inputs.ts';
import type {App} from '../screens/screen.ts';

/** @throws where the page has no script and style beside it, as a report itself has not */
export async function htmlExport({client, opened}: App): Promise<string> {
  const [script, style, findings] = await Promise.all([
    textOf('app.js'),
    textOf('app.css'),
    client.request<string>({kind: 'findings-html'}),
  ]);
  const inputs: PageInput[] = [];
  for (const [input, {name}] of opened.inputs.entries()) {
    const bytes = await client.request<ArrayBuffer>({kind: 'source', input});
    inputs.push({name: baseName(name), base64: base64Of(new Uint8Array(bytes))});
  }
  const assets: PageAssets = {script, style, scriptHash: await hashOf(script), styleHash: await hashOf(style)};
  return reportPage(inputs, assets, findings, {start: location.hash.slice(1), options: givenOptions()});
}

async function textOf(name: string): Promise<string> {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return response.text();
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha256-${base64Of(new Uint8Array(digest))}`;
}

const CHUNK = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
