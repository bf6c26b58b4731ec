/**
 * Takes off what a server put around an answer for the way: gzip, deflate or brotli, as Content-Encoding says.
 *
 * pprofx asks for none, but proxies and middleware compress all the same, also what is gzip data itself.
 */
import {pipeline, type Transform} from 'node:stream';
import {createBrotliDecompress, createGunzip, createInflate, createInflateRaw} from 'node:zlib';
import {failure} from '../../base/errors.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import {prepend} from '../system/stream-head.ts';

/** More than one is a mistake, more than this an attack. */
const MAX_LAYERS = 4;

/**
 * The body as the program behind the server wrote it.
 *
 * @param encoding  value of the header Content-Encoding
 * @param maxBytes  bound on each layer's length
 * @throws NETWORK for damage and unknown encodings, LIMIT_EXCEEDED
 */
export function decodedBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const layers = (encoding ?? '').split(',').map((name) => name.trim().toLowerCase());
  const names = layers.filter((name) => name !== '' && name !== 'identity').reverse();
  if (names.length > MAX_LAYERS) throw failure('NETWORK', `the answer has ${names.length} layers of Content-Encoding`);
  return names.reduce((inner, name) => decodedLayer(inner, name, maxBytes), body);
}

async function* decodedLayer(
  body: AsyncIterable<Uint8Array>,
  name: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const {done, value: head} = await chunks.next();
  if (done === true) return;
  const decoder = decoderFor(name, head);
  const all = prepend(head, chunks);
  if (decoder === undefined) {
    yield* all;
    return;
  }
  let length = 0;
  try {
    // Failures of the body reach the decoder, and with it the loop.
    pipeline(all, decoder, () => undefined);
    for await (const chunk of decoder) {
      length += (chunk as Uint8Array).length;
      if (length > maxBytes) throw failure('LIMIT_EXCEEDED', `more than ${maxBytes} bytes uncompressed (--max-bytes)`);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw asFailure(error, name);
  }
}

/** Undefined where the server says gzip and sends something else. @throws NETWORK */
function decoderFor(name: string, head: Uint8Array): Transform | undefined {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return isGzip(head) ? createGunzip() : undefined;
    case 'deflate':
      // Some servers leave the zlib header out, whose lower half says "deflate".
      return (head[0] & 0x0f) === 8 ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    default:
      throw failure(
        'NETWORK',
        `the server compressed its answer with ${/^[a-z0-9-]{1,20}$/.test(name) ? name : 'something unknown'}`,
        {},
        'fetch it with curl --compressed -o FILE, and give the file',
      );
  }
}

function asFailure(error: unknown, name: string): unknown {
  const {code = '', message} = error as NodeJS.ErrnoException;
  if (!/^(?:Z_|ERR__)/.test(code)) return error;
  return failure('NETWORK', `the answer's Content-Encoding (${name}) is damaged: ${message}`);
}
