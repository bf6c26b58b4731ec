/**
 * A report in one file: the page, the inputs' own bytes, and its answer as plain HTML before any script runs.
 */
import {gzipSync} from 'node:zlib';
import {pushAll} from '../../base/lists.ts';
import type {ReadOptions} from '../../formats/format.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import {otlpFormat} from '../../formats/otlp/index.ts';
import {TOOL_FORMATS} from '../../formats/tools/index.ts';
import type {Profile} from '../../model/profile.ts';
import {readProfile} from '../../read.ts';
import {COMPARE_PARTS, KERNEL_PARTS, LANGUAGE_PARTS, OTLP_PART, TOOLS_PART} from '../../render/html/link-modules.ts';
import {type PageOptions, type ReportOpening, reportPage} from '../../render/html/page.ts';
import {type RawInput, readRawInputs} from '../input/raw-input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {asRawInputs, type CaseProfiles, caseProfiles, isRedacting, type RedactChoices} from '../input/redaction.ts';
import {withFieldKnowledge} from './field-knowledge.ts';
import {reportAssets} from './viewer-assets.ts';

/** With the bytes that a report carries. */
export type ReportInputs = CaseProfiles & Required<Pick<CaseProfiles, 'raw'>>;

/** The inputs that a report carries: as they are, or redacted. */
export async function readReportInputs(
  inputs: readonly string[],
  reading: InputOptions,
  choices: RedactChoices,
): Promise<ReportInputs> {
  const raw = await readRawInputs(inputs, reading);
  if (!isRedacting(choices)) return {raw, ...caseProfiles(profilesOf(raw, reading), choices)};
  const originals = raw.map(({bytes, name}) => readProfile(bytes, {...reading, name}));
  const {diagnose, profiles} = caseProfiles(originals, choices);
  const carried = asRawInputs(profiles);
  return {raw: carried, profiles: profilesOf(carried, reading), diagnose};
}

/** Reads inputs from their bytes, under the names a report shows. */
function profilesOf(inputs: readonly RawInput[], options: Partial<ReadOptions>): Profile[] {
  return inputs.map(({bytes, name}) => readProfile(bytes, {...options, name: baseName(name)}));
}

/** How a report begins, and the parts of the page that only some inputs need. */
export interface PreparedOpening extends ReportOpening {
  readonly carried: readonly string[];
}

/** How a report of these inputs begins, with what the page has to know and to have for them. */
export function openingOf(start: string, options: PageOptions, profiles: readonly Profile[]): PreparedOpening {
  const carried = profiles.some(({kind}) => kind === 'kernel') ? [KERNEL_PARTS] : [];
  if (profiles.some(({format}) => format === otlpFormat.id)) carried.push(OTLP_PART);
  if (profiles.some(({format}) => TOOL_FORMATS.some(({id}) => id === format))) carried.push(TOOLS_PART);
  if (options.catalogue !== undefined) pushAll(carried, LANGUAGE_PARTS);
  if (profiles.length > 1) pushAll(carried, COMPARE_PARTS);
  // Pseudonyms fit no signature, and whose signatures fit the real names is nobody's business.
  const isRedacted = (options.diagnoses ?? []).length > 0;
  return {start, options: isRedacted ? options : withFieldKnowledge(options, profiles), carried};
}

/** @param staticBody  what is read where no script runs; HTML, already escaped */
export async function htmlReport(
  inputs: readonly RawInput[],
  staticBody: string,
  opening: PreparedOpening,
): Promise<string> {
  const listed = inputs.map(({bytes, name}) => ({
    name: baseName(name),
    base64: Buffer.from(compressed(bytes)).toString('base64'),
  }));
  const {carried, options, start} = opening;
  return reportPage(listed, reportAssets(carried), staticBody, {start, options});
}

function compressed(bytes: Uint8Array): Uint8Array {
  return isGzip(bytes) ? bytes : gzipSync(bytes, {level: 9});
}

/** Paths would reveal whose machine a report was made on. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
