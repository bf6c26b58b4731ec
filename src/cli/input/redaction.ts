/**
 * `--redact`: inputs rewritten from redacted profiles, so that a report carries nothing of the originals.
 */
import type {Command} from 'commander';
import {goroutinesAsSamples} from '../../analysis/goroutines/samples.ts';
import {Pseudonyms} from '../../analysis/profiles/pseudonyms.ts';
import {redactProfile} from '../../analysis/profiles/redact.ts';
import type {ReadOptions} from '../../formats/format.ts';
import type {Profile} from '../../model/profile.ts';
import {isPartial} from '../../model/warning-codes.ts';
import {readProfile} from '../../read.ts';
import {fitsDump, renderGoroutineDump} from '../../render/exchange/goroutine-dump.ts';
import {encodePprof} from '../../render/exchange/pprof.ts';
import type {RawInput} from './raw-input.ts';

export interface RedactChoices {
  readonly redact?: boolean;
  readonly redactKeep?: readonly string[];
}

export function addRedactOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[] | undefined): string[] => [
    ...(before ?? []),
    ...value.split(',').filter((glob) => glob.trim() !== ''),
  ];
  return command
    .option('--redact', 'put pseudonyms for names outside the standard library; no labels, comments, paths, build ids')
    .option('--redact-keep <modules>', 'redact, but keep names of these modules, e.g. k8s.io,*.example.com', collect);
}

/** Asking to keep names asks to redact the others. */
export function isRedacting({redact, redactKeep}: RedactChoices): boolean {
  return redact === true || redactKeep !== undefined;
}

/** Redacts the profiles of one report: the same name has the same pseudonym in all of them. */
export function redactProfiles(profiles: readonly Profile[], choices: RedactChoices): Profile[] {
  const pseudonyms = new Pseudonyms(choices.redactKeep ?? []);
  const redacted = profiles.map((profile, index) => redactProfile(profile, pseudonyms, nameOf(profile, index)));
  const {kept, replaced} = pseudonyms;
  const more = choices.redactKeep === undefined && replaced.size > 0 ? '; --redact-keep keeps those of a module' : '';
  process.stderr.write(`redacted: ${replaced.size} names replaced, ${kept.size} kept${more}\n`);
  return redacted;
}

/** The inputs as bytes of redacted profiles, for a report that carries them. */
export function redactInputs(
  inputs: readonly RawInput[],
  reading: Partial<ReadOptions>,
  choices: RedactChoices,
): RawInput[] {
  const profiles = inputs.map(({bytes, name}) => readProfile(bytes, {...reading, name}));
  return redactProfiles(profiles, choices).map((profile) => ({name: profile.name, bytes: encoded(profile)}));
}

function nameOf(profile: Profile, index: number): string {
  const part = isPartial(profile) ? ', PARTIAL' : '';
  return `${profile.kind}-${index + 1} (redacted${part})`;
}

/** Text where only text holds all there is: waits, ids, creators. */
function encoded(profile: Profile): Uint8Array {
  if (fitsDump(profile)) return new TextEncoder().encode(renderGoroutineDump(profile));
  const knowsWaits = profile.goroutines?.waitMinutes.some((minutes) => minutes > 0) === true;
  return encodePprof(knowsWaits ? goroutinesAsSamples(profile) : profile);
}
