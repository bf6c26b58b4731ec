/**
 * The built page, read from the package: its script and style, and their hashes for the policy of reports.
 */
import {createHash} from 'node:crypto';
import {failure} from '../../base/errors.ts';
import type {PageAssets} from '../../render/page.ts';
import {packageText} from '../package-files.ts';

/** @throws READ_FAILED when the package was not built whole */
export function viewerAssets(): PageAssets {
  const script = readAsset('app.js');
  const style = readAsset('app.css');
  // The closing tag would end the inline script; no string of the page needs it.
  const inline = script.replaceAll('</script', '<\\/script');
  return {script: inline, style, scriptHash: hashOf(inline), styleHash: hashOf(style)};
}

function readAsset(name: string): string {
  try {
    return packageText(`dist/viewer/${name}`);
  } catch {
    throw failure('READ_FAILED', `the viewer is missing from this installation (${name})`, {}, 'run npm run build');
  }
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
