/**
 * `--redact`: inputs rewritten from redacted profiles, so that a report carries nothing of the originals.
 *
 * What is wrong is found in the originals, for detectors know code by its name, and said in pseudonyms.
 */
import type {Command} from 'commander';
import {type Redaction, redactFinding, redactSuppressed} from '../../analysis/evidence/redact-findings.ts';
import {goroutinesAsSamples} from '../../analysis/goroutines/samples.ts';
import {publishedRemedies} from '../../analysis/knowledge/k8s-remedies.ts';
import {Pseudonyms} from '../../analysis/profiles/pseudonyms.ts';
import {redactProfile} from '../../analysis/profiles/redact.ts';
import {textRedactor} from '../../analysis/profiles/redact-text.ts';
import {type AnalyzeOptions, analyze} from '../../analyze.ts';
import {DETECTORS} from '../../detectors/index.ts';
import type {KnownDiagnosis} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {isPartial} from '../../model/warning-codes.ts';
import {fitsDump, renderGoroutineDump} from '../../render/exchange/goroutine-dump.ts';
import {encodePprof} from '../../render/exchange/pprof.ts';
import {SIGNATURES} from '../../signatures/index.ts';
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
    .option(
      '--redact',
      'replace names outside the standard library with pseudonyms; drop labels, comments, paths and build IDs',
    )
    .option(
      '--redact-keep <modules>',
      'redact, but keep the names of these modules, e.g. k8s.io,*.example.com',
      collect,
    );
}

/** Asking to keep names asks to redact the others. */
export function isRedacting({redact, redactKeep}: RedactChoices): boolean {
  return redact === true || redactKeep !== undefined;
}

/** The profiles of a report, and what of their diagnosis cannot be found in them. */
export interface CaseProfiles {
  readonly profiles: readonly Profile[];
  /** Their bytes, where a report carries them. */
  readonly raw?: readonly RawInput[];
  /** @param cases  rows of the profiles that are diagnosed together */
  diagnose(cases: readonly (readonly number[])[], options: AnalyzeOptions): KnownDiagnosis[];
}

/** The profiles as they are, or under pseudonyms where these are asked for. */
export function caseProfiles(originals: readonly Profile[], choices: RedactChoices): CaseProfiles {
  return isRedacting(choices) ? redactProfiles(originals, choices) : {profiles: originals, diagnose: () => []};
}

/** Redacts the profiles of one report: the same name has the same pseudonym in all of them. */
function redactProfiles(originals: readonly Profile[], choices: RedactChoices): CaseProfiles {
  const pseudonyms = new Pseudonyms(choices.redactKeep ?? []);
  const profiles = originals.map((profile, index) => redactProfile(profile, pseudonyms, nameOf(profile, index)));
  const {kept, replaced} = pseudonyms;
  const more = choices.redactKeep === undefined && replaced.size > 0 ? '; --redact-keep keeps those of a module' : '';
  process.stderr.write(`redacted: ${replaced.size} names replaced, ${kept.size} kept${more}\n`);
  return {
    profiles,
    diagnose: (cases, options) => {
      const text = textRedactor(originals, pseudonyms, publishedTexts());
      return cases
        .filter((rows) => rows.length > 0)
        .map((rows) => redactDiagnosis(rows, originals, profiles, {pseudonyms, text}, options));
    },
  };
}

function redactDiagnosis(
  rows: readonly number[],
  originals: readonly Profile[],
  profiles: readonly Profile[],
  redaction: Redaction,
  options: AnalyzeOptions,
): KnownDiagnosis {
  // Commands name inputs, and a file name may say too much.
  const named = rows.map((row) => ({...originals[row], name: `${originals[row].kind}-${row + 1}`}));
  const {findings, suppressed} = analyze(named, options);
  return {
    inputs: rows.map((row) => profiles[row].name),
    findings: findings.map((finding) => redactFinding(finding, redaction)),
    suppressed: suppressed.map((one) => redactSuppressed(one, redaction)),
  };
}

/** What pprofx says of public software on its own. */
function publishedTexts(): string[] {
  return [
    ...SIGNATURES.flatMap(({advice = [], title}) => [title, ...advice]),
    ...DETECTORS.map(({title}) => title),
    ...publishedRemedies(),
  ];
}

/** The inputs as bytes of redacted profiles, for a report that carries them. */
export function asRawInputs(profiles: readonly Profile[]): RawInput[] {
  return profiles.map((profile) => ({name: profile.name, bytes: encoded(profile)}));
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
