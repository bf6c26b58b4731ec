/**
 * Explains how a detector decides, what a signature knows, one finding in full, and what kept a function from being one.
 */
import type {Case} from '../../analysis/case/case.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {heaviestNames} from '../../analysis/evidence/sightings.ts';
import {compilePattern} from '../../analysis/names/pattern.ts';
import type {AnalyzeOptions, Diagnosis} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import {say} from '../../base/language/say.ts';
import {formatCount} from '../../base/units.ts';
import {DETECTORS} from '../../detectors/index.ts';
import type {Finding} from '../../model/finding.ts';
import type {Signature} from '../../model/signature.ts';
import type {Suspicion} from '../../model/suspicion.ts';
import {shortName} from '../../model/symbol.ts';
import {findingLines} from '../../render/text/finding.ts';
import {suspicionLines} from '../../render/text/suspicion.ts';
import type {Style} from '../../render/words/style.ts';
import {SIGNATURES} from '../../signatures/index.ts';
import {suspicionOf} from '../../why-not.ts';
import {packedText} from '../input/package-files.ts';
import {nearestName} from '../line/nearest.ts';

/** The findings of this detector, signature or fingerprint, stacks in full. @throws USAGE for none */
export function findingsText(findings: readonly Finding[], id: string, style: Style): string {
  const wanted = findings.filter((finding) => [finding.id, finding.signature, finding.fingerprint].includes(id));
  if (wanted.length === 0) {
    const {more, shown} = mostUrgent(findings);
    const known = [...shown.map((each) => `${each.id} ${each.fingerprint}`), ...moreFindings(more)].join(', ');
    throw failure('USAGE', `these inputs have no finding ${id}${known === '' ? '' : `; they have: ${known}`}`);
  }
  const {more, shown} = mostUrgent(wanted);
  const blocks = shown.map((finding) => findingLines(finding, style, Number.POSITIVE_INFINITY).join('\n'));
  return `${[...blocks, ...moreFindings(more)].join('\n\n')}\n`;
}

function moreFindings(more: number): string[] {
  return more === 0 ? [] : [say`\u2026 ${formatCount(more)} more findings (analyze --format json lists all)`];
}

/** Functions that are explained at a time: a pattern wider than this asks for a list, not for a reason. */
const MOST_FUNCTIONS = 5;

/** Of the heaviest functions that match, and how many match. */
export interface Suspicions {
  readonly suspicions: readonly Suspicion[];
  readonly matching: number;
}

/** What kept the functions that match `re` from being findings. @throws USAGE when none matches */
export function whyNot(diagnosis: Diagnosis, re: string, limits: AnalyzeOptions['limits']): Suspicions {
  const pattern = compilePattern(re, '--why-not');
  const names = heaviestNames(diagnosis.subject, (name) => pattern.test(name) || pattern.test(shortName(name)));
  if (names.length === 0) {
    throw failure(
      'USAGE',
      `no function matches ${re}`,
      {},
      `${nearWord(re, diagnosis.subject)}--why-not takes a pattern for names of functions in the profile`,
    );
  }
  const suspicions = names.slice(0, MOST_FUNCTIONS).map((name) => suspicionOf(diagnosis, DETECTORS, name, limits));
  return {suspicions, matching: names.length};
}

/** Asks whether the word of a function's name that is nearest to the pattern was meant. */
function nearWord(re: string, subject: Case): string {
  const words = heaviestNames(subject, () => true).flatMap((name) => shortName(name).split(NAME_MARKS));
  const near = nearestName(re.split(NAME_MARKS).findLast((word) => word !== '') ?? re, [...new Set(words)]);
  return near === undefined ? '' : `Did you mean ${near}? `;
}

const NAME_MARKS = /[^\p{L}\p{N}_]+/u;

export function whyNotText({matching, suspicions}: Suspicions, style: Style): string {
  const more = matching - suspicions.length;
  const rest = more > 0 ? [`${say`${more} more functions match; the heaviest are shown`}\n`] : [];
  return [...suspicions.map((one) => `${suspicionLines(one, style).join('\n')}\n`), ...rest].join('\n');
}

/** The page docs/detectors/ID.md, as scripts/bundle.mjs packs them all into one file. */
function detectorPage(id: string): string {
  const pages = JSON.parse(packedText('dist/detectors.json.br')) as Readonly<Record<string, string>>;
  return pages[id] ?? '';
}

/** What is known under the id of a detector or signature. @throws USAGE for an unknown id */
export function knowledgeText(id: string, style: Style): string {
  const detector = DETECTORS.find((candidate) => candidate.id === id);
  if (detector !== undefined) {
    const limits = Object.entries(detector.limits).map(([name, value]) => `  ${name}: ${value}`);
    if (limits.length === 0) return detectorPage(id);
    return `${detectorPage(id)}\n## Limits\n\n${limits.join('\n')}\n\nChange one for a run: pprofx analyze --limit ${id}.${Object.keys(detector.limits)[0]}=VALUE\n`;
  }
  const signature = SIGNATURES.find((candidate) => candidate.id === id);
  if (signature !== undefined) return signatureText(signature, style);
  const near = nearestName(
    id,
    [...DETECTORS, ...SIGNATURES].map((known) => known.id),
  );
  const hint = near === undefined ? '' : `Did you mean ${near}? `;
  throw failure('USAGE', `no detector or signature ${id}`, {}, `${hint}pprofx rules lists them`);
}

function signatureText(signature: Signature, style: Style): string {
  const {advice = [], atLeast, atMost, fixedIn, references = [], states, verdict} = signature;
  return [
    style.bold(signature.id),
    '',
    signature.title,
    '',
    `verdict   ${verdict}`,
    `stack     ${signature.stack.join(' … ')}`,
    ...(states === undefined ? [] : [`states    ${states.join(', ')}`]),
    ...(atLeast === undefined ? [] : [`at least  ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most   ${atMost}`]),
    ...(fixedIn === undefined ? [] : [`fixed in  ${fixedIn}`]),
    ...advice.map((step) => `do        ${step}`),
    ...references.map((url) => `see       ${url}`),
    '',
  ].join('\n');
}
