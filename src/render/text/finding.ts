/**
 * One finding for people: the verdict, who, how sure, why, what to do, and the evidence last.
 */

import {say, sayLater} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatValue} from '../../base/units.ts';
import type {Evidence, EvidenceLevel, Finding, Severity} from '../../model/finding.ts';
import {shortName} from '../../model/symbol.ts';
import type {Style} from '../words/style.ts';
import {padded, stepPieces, wrapWords} from '../words/wrap.ts';

/** Room for text beside the indent; lines longer than this are hard to read. */
const WIDTH = 96;
const INDENT = '  ';
const LABEL = 12;
/** Frames of a stack that fit an answer; the rest is counted. */
const STACK_FRAMES = 14;

const SURE: Readonly<Record<EvidenceLevel, string>> = {
  proven: sayLater('proven: the runtime or plain arithmetic says so'),
  likely: sayLater('likely: several facts agree'),
  possible: sayLater('possible: one fact only, or not enough of the process is shown'),
};

/** @param frames  how many frames of each stack are shown */
export function findingLines(finding: Finding, style: Style, frames: number = STACK_FRAMES): string[] {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    critical: style.red,
    warning: style.yellow,
    info: style.cyan,
  };
  const tag = finding.severity.toUpperCase();
  const [first, ...rest] = wrapWords(safeText(finding.title), WIDTH);
  return [
    `${paint[finding.severity](style.bold(tag))}  ${style.bold(first ?? '')}`,
    ...rest.map((line) => `${' '.repeat(tag.length + 2)}${style.bold(line)}`),
    ...section(say('culprit'), culpritLines(finding), style),
    ...section(say('sure'), [say(SURE[finding.evidenceLevel])], style),
    ...section(say('why'), wrapWords(safeText(finding.why), WIDTH - LABEL), style),
    ...adviceLines(finding.advice, style),
    ...section(
      say('evidence'),
      finding.evidence.flatMap((fact) => evidenceLines(fact, style, frames)),
      style,
    ),
    ...section(say('see'), finding.references.map(safeText), style),
    ...section(
      say('finding'),
      [`${finding.id}${finding.signature === undefined ? '' : `, ${finding.signature}`}, ${finding.fingerprint}`],
      style,
    ),
  ];
}

/** A label at the left, its lines beside it. */
function section(label: string, lines: readonly string[], style: Style): string[] {
  return lines.map((line, i) => `${INDENT}${style.dim(padded(i === 0 ? label : '', LABEL))}${line}`);
}

function culpritLines({culprit, resource}: Finding): string[] {
  const {file, function: name, line} = culprit;
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
  const lines = [safeText(name)];
  if (place !== '') lines.push(safeText(place));
  if (resource !== undefined) {
    const {group, kind, version} = resource;
    lines.push(safeText(say`resource ${group === '' ? '' : `${group}/`}${version} ${kind}`));
  }
  return lines;
}

function adviceLines(advice: readonly string[], style: Style): string[] {
  const lines = advice.flatMap((step, i) =>
    stepPieces(safeText(step), WIDTH - LABEL - 3).map(({isCommand, text}, j) => {
      const mark = j === 0 ? `${i + 1}. ` : '   ';
      return isCommand ? `${mark}  ${style.cyan(text)}` : `${mark}${text}`;
    }),
  );
  return section(say('do'), lines, style);
}

function evidenceLines({label, stack, text, unit, value}: Evidence, style: Style, most: number): string[] {
  const shown = text ?? (typeof value === 'number' ? formatValue(value, unit ?? '') : shortName(value));
  const lines = wrapWords(safeText(say`${say(label)}: ${shown}`), WIDTH - LABEL);
  if (stack === undefined) return lines;
  const frames = stack.slice(0, most).map((name) => `${INDENT}${safeText(shortName(name))}`);
  const more = stack.length - frames.length;
  return [...lines, ...frames, ...(more > 0 ? [style.dim(`${INDENT}${say`\u2026 ${more} more frames`}`)] : [])];
}
