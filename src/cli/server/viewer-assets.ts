/**
 * The built page, read from the package: what the server hands out, and what reports carry inside.
 */
import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {failure} from '../../base/errors.ts';
import {
  COMPARE_PARTS,
  importsOf,
  KERNEL_PARTS,
  linkModules,
  OTLP_PART,
  TOOLS_PART,
} from '../../render/html/link-modules.ts';
import type {InlineAssets, PageAssets} from '../../render/html/page.ts';
import {packageText, packedText} from '../input/package-files.ts';

const FOLDER = 'dist/viewer/';
/** The command line takes it from there, too. */
const GRAPH_LAYOUT = 'worker/dagre.js';

/** Of a page that does not know yet what it will be asked to read. */
export const PARTS_OF_ANY_INPUT: readonly string[] = [KERNEL_PARTS, OTLP_PART, TOOLS_PART, ...COMPARE_PARTS];

/**
 * Every file of the built page, by its path below it.
 *
 * @throws READ_FAILED when the package was not built completely
 */
export function viewerFiles(): ReadonlyMap<string, string> {
  try {
    const page = JSON.parse(packedText(`${FOLDER}page.br`)) as [string, string][];
    return new Map([...page, [GRAPH_LAYOUT, packageText(FOLDER + GRAPH_LAYOUT)]]);
  } catch {
    throw failure('READ_FAILED', 'the viewer is missing from this installation', {}, 'run npm run build');
  }
}

/** These modules and all that they import before they run, in a fixed order; paths below the page. */
export function withImports(files: ReadonlyMap<string, string>, entries: readonly string[]): string[] {
  const found = new Set(entries);
  for (const path of found) for (const early of importsOf(path, files.get(path) ?? '').early) found.add(early);
  return [...found].sort();
}

/**
 * @param carried  parts that only some reports need
 * @throws READ_FAILED when the package was not built completely
 */
export function reportAssets(carried: readonly string[] = []): PageAssets {
  const files = viewerFiles();
  const worker = gzipSync(linkModules(files, 'worker.js', carried), {level: 9}).toString('base64');
  return {...inlineAssets(files, carried), worker};
}

/**
 * All modules of the page as one script, and its style, for a page that carries them inside.
 *
 * @param carried  of the parts that reports leave out, those that are wanted
 */
export function inlineAssets(files: ReadonlyMap<string, string>, carried: readonly string[] = []): InlineAssets {
  const style = files.get('app.css') ?? '';
  const script = inlineScript(files, 'app.js', carried);
  return {script, style, scriptHash: hashOf(script), styleHash: hashOf(style)};
}

/** An entry with all it may load, as one script without its own closing tag inside: for pages saved with any input. */
export function inlineScript(
  files: ReadonlyMap<string, string>,
  entry: 'app.js' | 'worker.js',
  carried: readonly string[] = [],
): string {
  return linkModules(files, entry, carried).replaceAll('</script', '<\\/script');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
