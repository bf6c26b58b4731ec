/**
 * Gets an input's bytes from the server that the page came from.
 */
import {failure} from '../../src/base/errors.ts';
import type {FileBytes, InputFile} from '../protocol.ts';

/** @throws NETWORK when the server is gone or has no such input */
export async function loadFile(file: InputFile): Promise<FileBytes> {
  if ('bytes' in file) return file;
  const {name, url} = file;
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok === true) return {name, bytes: await response.arrayBuffer()};
  const what =
    response === undefined
      ? 'the server does not answer; is pprofx view still running?'
      : `the server answered ${response.status}`;
  throw failure('NETWORK', what, {input: name}, 'start pprofx view again');
}
