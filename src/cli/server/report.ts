/**
 * A report in one file: the page, the inputs' own bytes, and its answer as plain HTML before any script runs.
 */
import {gzipSync} from 'node:zlib';
import type {ReadOptions} from '../../formats/format.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import type {Profile} from '../../model/profile.ts';
import {readProfile} from '../../read.ts';
import {KERNEL_PARTS} from '../../render/html/link-modules.ts';
import {type PageOptions, type ReportOpening, reportPage} from '../../render/html/page.ts';
import {type RawInput, readRawInputs} from '../input/raw-input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {isRedacting, type RedactChoices, redactInputs} from '../input/redaction.ts';
import {withFieldKnowledge} from './field-knowledge.ts';
import {reportAssets} from './viewer-assets.ts';

/** The inputs that a report carries: as they are, or redacted. */
export async function readReportInputs(
  inputs: readonly string[],
  reading: InputOptions,
  choices: RedactChoices,
): Promise<readonly RawInput[]> {
  const raw = await readRawInputs(inputs, reading);
  return isRedacting(choices) ? redactInputs(raw, reading, choices) : raw;
}

/** Reads inputs from their bytes, under the names a report shows. */
export function profilesOf(inputs: readonly RawInput[], options: Partial<ReadOptions> = {}): Profile[] {
  return inputs.map(({bytes, name}) => readProfile(bytes, {...options, name: baseName(name)}));
}

/** How a report begins, and the parts of the page that only some inputs need. */
export interface PreparedOpening extends ReportOpening {
  readonly carried: readonly string[];
}

/** How a report of these inputs begins, with what the page has to know and to have for them. */
export function openingOf(start: string, options: PageOptions, profiles: readonly Profile[]): PreparedOpening {
  const carried = profiles.some(({kind}) => kind === 'kernel') ? [KERNEL_PARTS] : [];
  return {start, options: withFieldKnowledge(options, profiles), carried};
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
