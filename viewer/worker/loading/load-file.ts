/**
 * Gets an input's bytes from the server that the page came from, and reports progress: the server may be at the other
 * end of a slow tunnel.
 */
import {failure} from '../../../src/base/errors.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import type {FileBytes, InputFile} from '../../input-file.ts';
import type {Progress} from '../../protocol.ts';
import {chunksOf} from './chunks.ts';

const REPORT_BYTES = 1 << 20;
const FOLDER_HINT = sayLater('pprofx analyze FOLDER reads it; or drop the files in it');

/** @throws NETWORK when the server is gone, has no such input, or breaks off */
export async function loadFile(file: InputFile, report: (progress: Progress) => void): Promise<FileBytes> {
  if ('bytes' in file) return (await import('./without-wrapping.ts')).withoutWrapping(file);
  if ('isFolder' in file) throw failure('READ_FAILED', sayLater('a folder'), {input: file.name}, FOLDER_HINT);
  const {name, size, url} = file;
  const response = await fetch(url).catch(() => undefined);
  if (response === undefined) throw lost(name, sayLater('the server does not answer; is pprofx view still running?'));
  if (!response.ok || response.body === null) throw lost(name, say`the server answered ${response.status}`);
  const bytes = new Uint8Array(size);
  let length = 0;
  let reported = 0;
  try {
    for await (const chunk of chunksOf(response.body)) {
      bytes.set(chunk, length);
      length += chunk.length;
      if (length < reported + REPORT_BYTES) continue;
      reported = length;
      report({phase: 'fetch', name, doneBytes: length, totalBytes: size});
    }
  } catch (error) {
    // The length shows whether bytes are missing or more than announced came.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
  }
  if (length !== size) throw lost(name, say`the server broke off after ${length} of ${size} bytes`);
  return {name, bytes: bytes.buffer};
}

function lost(input: string, what: string): Error {
  return failure('NETWORK', what, {input}, sayLater('start pprofx view again'));
}
