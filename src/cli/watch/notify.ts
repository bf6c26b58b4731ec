/**
 * Tells somebody: a webhook, a command, a file for the node exporter. A deaf receiver never stops the watch.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {renameSync, writeFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {findingJson} from '../../render/json/analysis.ts';
import {toJson} from '../../render/json/json.ts';
import {noteChild} from '../cluster/children.ts';
import type {Header} from '../input/header-file.ts';
import {maskUrl} from '../input/mask-url.ts';
import type {Symptom} from './alarms.ts';
import {alarmSentence} from './words.ts';

export interface Receivers {
  readonly webhook: string | undefined;
  readonly headers: readonly Header[];
  readonly command: string | undefined;
  /** Where trouble with a receiver is reported. */
  readonly complain: (line: string) => void;
}

const TRIES = 3;
const WEBHOOK_MILLIS = 5000;

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
async function post(
  url: string,
  headers: readonly Header[],
  body: string,
  complain: Receivers['complain'],
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
        signal: AbortSignal.timeout(WEBHOOK_MILLIS),
      });
      await response.body?.cancel();
      if (response.ok) return;
      reason = `it answered ${response.status}`;
    } catch (error) {
      reason = (error as Error).name === 'TimeoutError' ? 'it stays silent' : 'it cannot be reached';
    }
    if (tries < TRIES) await pause(tries * 1000);
  }
  complain(`the webhook ${maskUrl(url)} did not take the alarm: ${reason}`);
}

/** The command is the user's own line, so it is the shell's to read. */
async function run(command: string, body: string, complain: Receivers['complain']): Promise<void> {
  const child = spawn(command, {shell: true, stdio: ['pipe', 'inherit', 'inherit']});
  noteChild(child);
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) complain(`--exec ended with exit code ${code}`);
}

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly values: readonly {readonly process: string; readonly value: number}[];
}

/** Prometheus text, replaced as a whole: the node exporter may read at any moment. */
export function writeTextfile(path: string, gauges: readonly Gauge[]): void {
  const lines = gauges.flatMap(({help, name, values}) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(({process, value}) => `${name}{process="${process.replace(/["\\\n]/g, '_')}"} ${value}`),
  ]);
  writeFileSync(`${path}.tmp`, `${lines.join('\n')}\n`);
  renameSync(`${path}.tmp`, path);
}
