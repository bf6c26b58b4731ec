/**
 * Folders as the browser hands them over: all files in them, by their paths.
 */
import type {DroppedFile, DroppedInput} from '../bundle-payload.ts';
import type {InputFile} from '../input-file.ts';

/** Folders may be nested as deep as the command line follows them. */
const MOST_DEPTH = 64;
const MOST_FILES = 200_000;

/** @param entries  asked of the drop at once: later it has none */
export function droppedInputs(entries: readonly FileSystemEntry[]): Promise<DroppedInput[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const {name} = entry;
      if (!isFolder(entry)) return {name, isFolder: false, files: [await fileOf(entry, name)]};
      const files: DroppedFile[] = [];
      await collect(entry, '', 0, files);
      return {name, isFolder: true, files};
    }),
  );
}

/** Of a dialog for folders, whose files have paths that begin with its name. */
export function chosenFolder(files: Iterable<File>): DroppedInput[] {
  const all = [...files].sort(byPath);
  const [name = ''] = (all[0]?.webkitRelativePath ?? '').split('/');
  const inside = all.map((file) => ({path: file.webkitRelativePath.split('/').slice(1).join('/'), file}));
  return [{name, isFolder: true, files: inside}];
}

function byPath(a: File, b: File): number {
  return a.webkitRelativePath < b.webkitRelativePath ? -1 : 1;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Files of a folder before its folders, each by name. */
async function collect(
  folder: FileSystemDirectoryEntry,
  path: string,
  depth: number,
  files: DroppedFile[],
): Promise<void> {
  const entries = (await entriesOf(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (!isFolder(entry) && files.length <= MOST_FILES) files.push(await fileOf(entry, path + entry.name));
  }
  if (depth >= MOST_DEPTH) return;
  for (const entry of entries) if (isFolder(entry)) await collect(entry, `${path}${entry.name}/`, depth + 1, files);
}

/** Browsers give a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    for (const entry of some) all.push(entry);
  }
}

function fileOf(entry: FileSystemEntry, path: string): Promise<DroppedFile> {
  return new Promise((resolve, reject) => (entry as FileSystemFileEntry).file((file) => resolve({path, file}), reject));
}

/** Files that were read before it was known that they hold others. */
export function archivesAmong(files: readonly InputFile[]): DroppedInput[] {
  return files.flatMap((input) => {
    if (!('bytes' in input)) return [];
    const {bytes, file = new File([bytes], input.name), name} = input;
    return [{name, isFolder: false, files: [{path: name, file}]}];
  });
}
