/**
 * Notifies somebody: a webhook, a command. A receiver that is deaf, slow or gone never stops the watch.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {failure} from '../../base/errors.ts';
import {findingJson} from '../../render/json/analysis.ts';
import {toJson} from '../../render/json/json.ts';
import type {Header} from '../input/header-file.ts';
import {endChild, noteGroup} from '../system/children.ts';
import type {Symptom} from './alarms.ts';
import {alarmSentence} from './words.ts';

export interface Receivers {
  readonly webhook: string | undefined;
  /** Of the webhook alone; what targets get is none of its business. */
  readonly headers: readonly Header[];
  readonly command: string | undefined;
  /** Where trouble with a receiver is reported. */
  readonly complain: (line: string) => void;
}

const TRIES = 3;
const WEBHOOK_MILLIS = 5000;
/** A command that takes longer is ended, with all that it has started. */
const COMMAND_MILLIS = 30_000;

/** @throws USAGE for what could never be posted to: better now than at the first alarm */
export function checkWebhook(url: string): void {
  const isPlain = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isPlain) throw failure('USAGE', '--webhook expects an http or https URL');
  const {password, username} = new URL(url);
  if (username === '' && password === '') return;
  const hint = 'put an Authorization header into a file and give it with --webhook-header @FILE';
  throw failure('USAGE', '--webhook takes no user and password in the URL', {}, hint);
}

/** @param folder  of the profiles that were taken at the alarm */
export async function notify(symptom: Symptom, folder: string, receivers: Receivers): Promise<void> {
  const body = alarmJson(symptom, folder);
  const {command, complain, headers, webhook} = receivers;
  if (webhook !== undefined) await post(webhook, headers, body, complain);
  if (command !== undefined) await run(command, body, complain);
}

/** What receivers get; `text` is what chat programs show. */
export function alarmJson(symptom: Symptom, folder: string): string {
  const {finding, growth, process, severity} = symptom;
  return toJson({
    schemaVersion: 1,
    text: alarmSentence(symptom),
    process,
    severity,
    folder,
    ...(finding === undefined ? {} : {finding: findingJson(finding)}),
    ...(growth === undefined ? {} : {growth}),
  });
}

/** Posts on Node's own client; its proxies and redirects are not followed, so the body goes nowhere else. */
export async function post(
  url: string,
  headers: readonly Header[],
  body: string,
  complain: Receivers['complain'],
  {pauseMillis = 1000, tryMillis = WEBHOOK_MILLIS}: {readonly pauseMillis?: number; readonly tryMillis?: number} = {},
): Promise<void> {
  let reason = '';
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          ...Object.fromEntries(headers.map(({name, value}) => [name, value])),
          'content-type': 'application/json',
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(tryMillis),
      });
      await response.body?.cancel();
      if (response.ok) return;
      reason = `it answered ${response.status}`;
    } catch (error) {
      reason = (error as Error).name === 'TimeoutError' ? 'it stays silent' : 'it cannot be reached';
    }
    if (tries < TRIES) await pause(tries * pauseMillis);
  }
  // Of chat programs the path is the secret.
  complain(`the webhook at ${new URL(url).host} did not take the alarm: ${reason}`);
}

/** The command is the user's own line, so it is the shell's to read. */
export async function run(
  command: string,
  body: string,
  complain: Receivers['complain'],
  millis: number = COMMAND_MILLIS,
): Promise<void> {
  const child = spawn(command, {shell: true, stdio: ['pipe', 'inherit', 'inherit'], detached: true});
  noteGroup(child);
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endChild(child);
  }, millis);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (isLate) complain(`--exec was ended after ${millis / 1000} s`);
    else if (code !== 0) complain(`--exec ended with exit code ${code}`);
  } catch (error) {
    complain(`--exec cannot be started (${(error as NodeJS.ErrnoException).code})`);
  } finally {
    clearTimeout(timer);
  }
}
