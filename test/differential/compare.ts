/**
 * One subject's reports by go tool pprof and by pprofx, in a form that compares row by row.
 */
import {runPprof} from './go-pprof.ts';
import type {DifferentialCase} from './matrix.ts';
import {NORMALIZERS, type NormalForm, tagsOfGo119} from './normal-form.ts';
import {commandLine, runPprofx} from './pprofx.ts';
import type {Subject} from './subjects.ts';

/** What go tool pprof makes of each case. */
export function theirForms(subject: Subject): NormalForm[] {
  const outputs = runPprof(
    subject.sources,
    subject.cases.map(({kind, pattern, settings}) => ({
      command: pattern === undefined ? kind : `${kind} ${pattern}`,
      settings: {sample_index: subject.sampleIndex, ...(kind === 'top' ? {nodecount: '0'} : {}), ...settings},
    })),
    subject.arguments,
  );
  return subject.cases.map((wanted, i) =>
    normalForm(outputs[i], NORMALIZERS[wanted.kind].theirs, isLeftToChance(subject, wanted)),
  );
}

/** What pprofx makes of one case. */
export async function ourForm(subject: Subject, wanted: DifferentialCase): Promise<NormalForm> {
  const line = commandLine(subject.sources, wanted, subject.arguments);
  if (wanted.kind === 'tags') {
    const json = await runPprofx([...line, '--format', 'json']);
    return normalForm(json, (bytes) => tagsOfGo119(bytes, wanted.settings['unit'] ?? 'minimum'), false);
  }
  const output = await runPprofx(line);
  return normalForm(output, NORMALIZERS[wanted.kind].ours, isLeftToChance(subject, wanted));
}

/** Runs one subject through both tools; what differs, in words. */
export async function differences(subject: Subject): Promise<string[]> {
  const theirs = theirForms(subject);
  const found: string[] = [];
  for (const [i, wanted] of subject.cases.entries()) {
    const expected = theirs[i];
    const actual = withoutExtras(await ourForm(subject, wanted), expected);
    const at = expected.findIndex((line, row) => line !== actual[row]);
    if (at < 0 && actual.length === expected.length) continue;
    const row = at < 0 ? expected.length : at;
    const line = commandLine(subject.sources, wanted, subject.arguments).join(' ');
    found.push(`${line}\n  row ${row}\n  pprof  ${expected[row]}\n  pprofx ${actual[row]}`);
  }
  return found;
}

/** Where no source is at hand pprofx lists lines all the same. */
function withoutExtras(actual: NormalForm, expected: NormalForm): NormalForm {
  const isLine = (line: string): boolean => line.startsWith('line ');
  return expected.some(isLine) ? actual : actual.filter((line) => !isLine(line));
}

function normalForm(
  bytes: Uint8Array | undefined,
  normalize: (bytes: Uint8Array) => NormalForm,
  isLoose: boolean,
): NormalForm {
  if (bytes === undefined) return ['refused'];
  return isLoose ? costsOnly(normalize(bytes)) : normalize(bytes);
}

/**
 * In callgrind files addresses are distances from the one before, so order changes every line: only costs compare
 * where go tool pprof leaves order to chance (nodes of one name in a call tree, calls of +n and −n).
 */
function isLeftToChance(subject: Subject, {kind, settings}: DifferentialCase): boolean {
  return kind === 'callgrind' && (settings['call_tree'] === 'true' || subject.arguments.length > 0);
}

function costsOnly(form: NormalForm): string[] {
  return form
    .filter((line) => /^[*+\d-]/.test(line))
    .map((line) => line.slice(line.lastIndexOf(' ') + 1))
    .sort();
}
