/**
 * Source files for the page. A request names a file as a profile does, and is answered with what `pprofx list` would show of
 * it: a regular file below the folders that the user named or stands in.
 */
import {readSourceFile} from '../input/source-files.ts';
import {type Route, route} from './routes.ts';

/** @param sourcePath  colon-separated directories; without them there is no source */
export function sourceRoute(token: string, sourcePath: string | undefined, path: string): Route | undefined {
  const prefix = `/${token}/source/`;
  if (sourcePath === undefined || !path.startsWith(prefix)) return undefined;
  const lines = readSourceFile(decoded(path.slice(prefix.length)), sourcePath, '');
  return lines === undefined ? undefined : route('text/plain; charset=utf-8', lines.join('\n'));
}

/** '' for what is no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
