/**
 * Says why a server refused: its status, what it said, and what to do about it.
 */
import type {IncomingMessage} from 'node:http';
import {failure, type PprofxError} from '../../base/errors.ts';
import {answerInstead, firstLine} from '../../formats/answers.ts';
import {maskUrls} from './mask-url.ts';

const MAX_BODY_BYTES = 4096;
/** An error text comes at once, or is not worth waiting for. */
const BODY_MILLIS = 2000;

/**
 * Reads the beginning of the body and makes a failure of it.
 *
 * @param secrets  what was sent and must not come back in a message
 */
export async function failedAnswer(response: IncomingMessage, secrets: readonly string[]): Promise<PprofxError> {
  const status = `the server answered ${response.statusCode ?? 0} ${response.statusMessage ?? ''}`.trimEnd();
  const text = await beginning(response);
  const answer = answerInstead(text);
  const said = answer === undefined ? firstLine(text) : answer.what.replace(/^an error text: /, '');
  const message = said === '' ? status : `${status}: ${withoutSecrets(said, secrets)}`;
  return failure('NETWORK', message, {}, answer?.hint);
}

async function beginning(response: IncomingMessage): Promise<string> {
  const timer = setTimeout(() => response.destroy(), BODY_MILLIS);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length >= MAX_BODY_BYTES) break;
    }
  } catch {
    // What came before it broke off is all there is to say.
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
  const text = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
  return /[\0-\x08\x0e-\x1f]/.test(text) ? '' : text;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), maskUrls(text));
}
