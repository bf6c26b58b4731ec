/**
 * Builds the page and its catalogue of languages once before any test runs, when its sources are newer than what was built.
 */
import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function setup(): Promise<void> {
  const built = join(ROOT, 'dist/viewer/app.js');
  if (existsSync(built) && statSync(built).mtimeMs > newest(['viewer', 'src'])) return;
  const {buildViewer} = (await import(new URL('../../scripts/build-viewer.mjs', import.meta.url).href)) as {
    buildViewer: () => Promise<void>;
  };
  await buildViewer();
  const {writeCatalogue} = (await import(new URL('../../scripts/languages.mjs', import.meta.url).href)) as {
    writeCatalogue: () => void;
  };
  writeCatalogue();
}

function newest(folders: readonly string[]): number {
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'}).map((path) => join(ROOT, folder, path)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
