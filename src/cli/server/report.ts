/**
 * A report in one file: the page, the inputs' own bytes, and the findings as plain HTML before any script runs.
 */
import {gzipSync} from 'node:zlib';
import {analyze} from '../../analyze.ts';
import {isGzip} from '../../formats/gunzip.ts';
import {readProfile} from '../../read.ts';
import {renderFindingsHtml} from '../../render/findings-html.ts';
import {reportPage} from '../../render/page.ts';
import type {RawInput} from '../io/raw-input.ts';
import {viewerAssets} from './viewer-assets.ts';

/**
 * @param start  fragment of the first view, e.g. `screen=flame`; '' for the findings
 */
export async function htmlReport(inputs: readonly RawInput[], start: string): Promise<string> {
  const assets = await viewerAssets();
  const named = inputs.map(({bytes, name}) => ({name: baseName(name), bytes}));
  const profiles = named.map(({bytes, name}) => readProfile(bytes, {name}));
  const {findings, subject} = analyze(profiles);
  const listed = named.map(({bytes, name}) => ({name, base64: Buffer.from(compressed(bytes)).toString('base64')}));
  return reportPage(listed, assets, renderFindingsHtml(subject, findings), start);
}

function compressed(bytes: Uint8Array): Uint8Array {
  return isGzip(bytes) ? bytes : gzipSync(bytes, {level: 9});
}

/** Paths tell whose machine a report was made on. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
