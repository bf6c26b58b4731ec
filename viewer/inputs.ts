/**
 * Where inputs come from: the page's own data block, the server beside it, a drop, the file dialog, the clipboard.
 */
import {say} from '../src/base/language/say.ts';
import type {PageOptions} from '../src/render/html/page.ts';
import {decodeBase64} from './base/base64.ts';
import {h} from './base/dom.ts';
import type {InputFile} from './input-file.ts';

/** The data block `#pprofx-inputs` as src/render/html/page.ts writes it. */
interface Listed {
  readonly name: string;
  /** Fetched from beside the page … */
  readonly url?: string;
  /** In bytes. */
  readonly size?: number;
  /** … or here, gzip or not, as base64. */
  readonly base64?: string;
}

/** What the page was served or saved with; empty for a page on its own. */
export function pageInputs(): InputFile[] {
  const block = document.getElementById('pprofx-inputs');
  if (block === null) return [];
  const listed = JSON.parse(block.textContent ?? '[]') as Listed[];
  return listed.map(({base64, name, size = 0, url = ''}) =>
    base64 === undefined ? {name, url, size} : {name, bytes: decodeBase64(base64)},
  );
}

/** The options of the command line that made the page. */
export function pageOptions(): PageOptions {
  const text = document.getElementById('pprofx-inputs')?.dataset['options'] ?? '';
  return text === '' ? {} : (JSON.parse(text) as PageOptions);
}

/** Whether the page is a report: it carries its worker, and has nothing beside it. */
export function isReport(): boolean {
  return document.getElementById('pprofx-worker') !== null;
}

/** Once for each input of a report: quotes in names are escaped. */
const LISTED = '"base64":';
let hasSeveral: boolean | undefined;

/** Whether the page can compare: a report of one input has no code for it. */
export function canCompare(): boolean {
  if (!isReport()) return true;
  // Reports may be large, and are asked often.
  const listed = document.getElementById('pprofx-inputs')?.textContent ?? '';
  hasSeveral ??= listed.indexOf(LISTED) < listed.lastIndexOf(LISTED);
  return hasSeveral;
}

export function readFiles(files: Iterable<File>): Promise<InputFile[]> {
  return Promise.all(
    [...files].map(async (file): Promise<InputFile> => {
      const {name} = file;
      return file.arrayBuffer().then(
        (bytes) => ({name, bytes, file}),
        () => ({name, isFolder: true}),
      );
    }),
  );
}

/** Asks for files with the browser's dialog. */
export function askForFiles(onFiles: (files: readonly InputFile[]) => void): void {
  const input = h('input', {type: 'file', multiple: true});
  input.addEventListener('change', () => {
    if (input.files !== null && input.files.length > 0) void readFiles(input.files).then(onFiles);
  });
  input.click();
}

/** Takes files and folders dropped anywhere on the page, and text pasted outside of fields. */
export function acceptDrops(
  onFiles: (files: readonly InputFile[]) => void,
  onFolders: (entries: readonly FileSystemEntry[]) => void,
): void {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dragging');
  });
  addEventListener('dragleave', () => document.body.classList.remove('dragging'));
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dragging');
    const {files = [], items = []} = event.dataTransfer ?? {};
    const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
    if (!isReport() && entries.some(({isDirectory}) => isDirectory)) onFolders(entries);
    else if (files.length > 0) void readFiles(files).then(onFiles);
  });
  addEventListener('paste', (event) => {
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea') !== null) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.trim() !== '') onFiles([{name: say('pasted text'), bytes: new TextEncoder().encode(text).buffer}]);
  });
}
