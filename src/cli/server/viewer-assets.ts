/**
 * The built page, read from the package: its script and style, and their hashes for the policy of reports.
 */
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {failure} from '../../base/errors.ts';
import type {PageAssets} from '../../render/page.ts';

/** @throws READ_FAILED when the package was not built whole */
export async function viewerAssets(): Promise<PageAssets> {
  const [script, style] = await Promise.all([readAsset('app.js'), readAsset('app.css')]);
  // The closing tag would end the inline script; no string of the page needs it.
  const inline = script.replaceAll('</script', '<\\/script');
  return {script: inline, style, scriptHash: hashOf(inline), styleHash: hashOf(style)};
}

async function readAsset(name: string): Promise<string> {
  const url = new URL(`../../viewer/${name}`, import.meta.url);
  try {
    return await readFile(url, 'utf8');
  } catch {
    throw failure('READ_FAILED', `the viewer is missing from this installation (${name})`, {}, 'run npm run build');
  }
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
