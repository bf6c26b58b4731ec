/**
 * Labels of a profile: service, build and whatever else says whose it is.
 *
 * In this order: `--label` of the user, the manifest of `collect` or the store, folders named `key=value`, comments
 * `key=value` in the profile, and last the executable. The first that knows a label wins.
 */
import {compileCapture} from '../../analysis/names/pattern.ts';
import {failure} from '../../base/errors.ts';
import {quotePattern} from '../../base/quote-pattern.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import {type Profile, programMapping} from '../../model/profile.ts';
import type {FleetFile} from './fleet-files.ts';

/** One `--label`: a value, or the part of the path that is the value. */
export interface LabelRule {
  readonly key: string;
  readonly labelAt: (relativePath: string) => string | undefined;
}

/** A name that engines take as a column or a folder. */
const KEY = /^[A-Za-z_]\w{0,63}$/;

/**
 * Rules out of `service=checkout` (a value) and `service=(*)/*` (elements of the path below the folder; the part in
 * parentheses is the value, `*` stands for any text within an element, and deeper elements are free).
 *
 * @throws USAGE
 */
export function parseLabelRules(texts: readonly string[] = []): LabelRule[] {
  return texts.map((text) => {
    const at = text.indexOf('=');
    const key = text.slice(0, Math.max(0, at));
    const pattern = text.slice(at + 1);
    if (!KEY.test(key) || pattern === '') {
      throw failure('USAGE', `--label expects KEY=VALUE or KEY=PATTERN such as service=(*)/*, not ${text}`);
    }
    if (!/[*()]/.test(pattern)) return {key, labelAt: () => pattern};
    return {key, labelAt: pathCapture(pattern, text)};
  });
}

function pathCapture(pattern: string, text: string): (relativePath: string) => string | undefined {
  if (!/^[^()]*\([^()]+\)[^()]*$/.test(pattern) || pattern.includes('**')) {
    throw failure('USAGE', `--label ${text}: put the part that is the value into parentheses, once, e.g. (*)/*`);
  }
  const source = quotePattern(pattern).replaceAll('\\*', '[^/]*').replace('\\(', '(').replace('\\)', ')');
  return compileCapture(`^${source}(?:/|$)`, '--label');
}

export function labelsOf(file: FleetFile, profile: Profile, rules: readonly LabelRule[]): Map<string, string> {
  const labels = new Map<string, string>();
  const note = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '' && !labels.has(key)) labels.set(key, value);
  };
  for (const {key, labelAt} of rules) note(key, labelAt(file.relativePath));
  for (const [key, value] of file.labels ?? []) note(key, value);
  if (file.process !== undefined) noteProcess(file.process, note);
  for (const element of file.relativePath.split('/').slice(0, -1)) notePair(element, note);
  for (const comment of profile.comments) notePair(comment, note);
  const program = programMapping(profile);
  note('service', program?.file.split('/').at(-1));
  note('build', program?.buildId);
  return labels;
}

type Note = (key: string, value: string | undefined) => void;

function noteProcess(process: CollectedProcess, note: Note): void {
  note('service', process.group ?? process.component ?? process.id.split('/')[0]);
  note('build', process.image ?? process.imageId);
  note('instance', process.id);
  note('namespace', process.namespace);
  note('node', process.node);
  note('go', process.goVersion);
}

function notePair(text: string, note: Note): void {
  const at = text.indexOf('=');
  const key = text.slice(0, Math.max(0, at));
  if (KEY.test(key)) note(key, text.slice(at + 1));
}
