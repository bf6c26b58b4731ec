/**
 * The way of a browser to the page, without the page's secret in the browser's arguments, which every user of the
 * machine can read.
 *
 * The browser is handed a file that only this user can read. It leads to a path that is answered once, from whatever
 * site the request comes, by a document that leads to the page: for the page, the request comes from its own site.
 */
import {randomBytes} from 'node:crypto';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {xmlText} from '../../render/words/xml.ts';
import {noteTemporary} from '../system/temporary-files.ts';

const SECRET_BYTES = 16;

export class Entrance {
  readonly path: string = `/${randomBytes(SECRET_BYTES).toString('base64url')}`;
  /** What the page shows first, with its #; '' for its own choice. */
  fragment = '';
  private isUsed = false;

  /** Whether the path is the entrance, which is open to the first who knows it. */
  admits(path: string | undefined): boolean {
    if (this.isUsed || path !== this.path) return false;
    this.isUsed = true;
    return true;
  }
}

/** A document that leads to `url`. */
export function leadingTo(url: string): string {
  return `<!doctype html><meta charset="utf-8"><title>pprofx</title><meta http-equiv="refresh" content="0;url=${xmlText(url)}">\n`;
}

/** Writes a file that leads to `url` and goes away with this process; its address. */
export function writeLeadingFile(url: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-'));
  noteTemporary(folder);
  const file = join(folder, 'open.html');
  writeFileSync(file, leadingTo(url), {mode: 0o600});
  return pathToFileURL(file).href;
}
