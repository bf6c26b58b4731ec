/**
 * `pprofx analyze` for people: warnings, the verdict, the findings, then what the profiles are and what to run next.
 */

import type {Case} from '../../analysis/case/case.ts';
import {allClearText, inputWarnings} from '../../analysis/case/data-quality.ts';
import {provenLeaks} from '../../analysis/case/proven-leaks.ts';
import type {BaseComparison} from '../../analysis/compare/diff-result.ts';
import {mostUrgent} from '../../analysis/evidence/most-urgent.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import {isDumpKind} from '../../model/dump-kind.ts';
import type {Finding, Suppressed} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {changeText, goneSince, sinceBase, statusOf} from '../words/base-marks.ts';
import {commandInputs} from '../words/next-command.ts';
import {warningLines} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';
import {findingLines} from './finding.ts';
import {summaryLines} from './summary.ts';

export interface AnalysisTextOptions {
  /** List what was set aside as idle by design. */
  readonly showIdle: boolean;
  /** The process was asked for the proof of its leaks. */
  readonly wasAsked?: boolean;
  /** What the findings are held against. */
  readonly base?: BaseComparison;
}

export function renderAnalysisText(
  subject: Case,
  findings: readonly Finding[],
  suppressed: readonly Suppressed[],
  style: Style,
  options: AnalysisTextOptions = {showIdle: false},
): string {
  const profiles = subject.inputs.map(({profile}) => profile);
  const {more, shown} = mostUrgent(findings);
  const blocks: (readonly string[])[] = [
    subject.inputs.flatMap((facts) => warningLines({...facts.profile, warnings: inputWarnings(facts)}, style)),
    [verdict(subject, findings, style), ...baseLines(findings, options.base, style)],
    ...shown.map((finding) => findingLines(withBase(finding, options.base), style)),
    moreLines(more, style),
    ...subject.inputs.map((facts) => summaryLines(facts, style)),
    idleLines(suppressed, profiles, options.showIdle, style),
    [
      ...nextLines(profiles, findings, style),
      ...(options.wasAsked === true ? [] : proofLines(profiles, findings, style)),
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function moreLines(more: number, style: Style): string[] {
  return more === 0 ? [] : [style.dim(say`… ${formatCount(more)} more findings (--format json lists all)`)];
}

/** One sentence a tired person can act on. */
function verdict(subject: Case, findings: readonly Finding[], style: Style): string {
  const trouble = findings.filter(({severity}) => severity !== 'info');
  if (trouble.length === 0) return style.green(allClearText(subject.inputs));
  const count =
    trouble.length === 1
      ? say('One cause of trouble')
      : say`${trouble.length} causes of trouble; the first is the one to act on`;
  return style.bold(say`${count}.${provenText(subject)}`);
}

/** ` The runtime proves 204 of 739 goroutines leaked.`, '' where it proves nothing. */
function provenText(subject: Case): string {
  const proven = provenLeaks(subject);
  if (proven === undefined) return '';
  const of = proven.total === undefined ? '' : say` of ${formatCount(proven.total)}`;
  return say` The runtime proves ${formatCount(proven.leaked)}${of} goroutines leaked.`;
}

/** Most important first: what came since, then what went. */
function baseLines(findings: readonly Finding[], base: BaseComparison | undefined, style: Style): string[] {
  if (base === undefined) return [];
  const rest = goneSince(base, findings).map((change) => {
    const line = say`${changeText(change, base)}; ${change.finding.title}`;
    return `  ${style.green(safeText(line))}`;
  });
  const news = findings.filter((finding) => ['new', 'grown'].includes(statusOf(finding, base) ?? ''));
  const count = news.length === 0 ? say('nothing') : say`${news.length} of ${findings.length}`;
  return [say`New or grown since ${base.names.map(safeText).join(', ')}: ${count}.`, ...rest];
}

function withBase(finding: Finding, base: BaseComparison | undefined): Finding {
  const since = sinceBase(finding, base);
  if (since === undefined) return finding;
  return {...finding, evidence: [{label: sayLater('since the base'), value: since}, ...finding.evidence]};
}

/** What is set aside in these inputs; with goroutines and threads both, the former are most. */
function countedMembers(count: number, profiles: readonly Profile[]): string {
  const isKernel = profiles.every(({kind}) => kind === 'kernel' || !isDumpKind(kind));
  if (count === 1) return isKernel ? say('1 thread') : say('1 goroutine');
  return isKernel ? say`${formatCount(count)} threads` : say`${formatCount(count)} goroutines`;
}

function idleLines(
  suppressed: readonly Suppressed[],
  profiles: readonly Profile[],
  showIdle: boolean,
  style: Style,
): string[] {
  if (suppressed.length === 0) return [];
  const total = suppressed.reduce((sum, {count}) => sum + count, 0);
  const members = countedMembers(total, profiles);
  const head =
    total === 1
      ? say`${members} is idle by design and was set aside`
      : say`${members} are idle by design and were set aside`;
  if (!showIdle) return [style.dim(say`${head} (--show-idle lists ${total === 1 ? say('it') : say('them')})`)];
  return [
    say`${head}:`,
    ...suppressed.map(
      ({count, id, reason}) => `  ${formatCount(count).padStart(8)}  ${id}${say(': ')}${safeText(reason)}`,
    ),
  ];
}

function nextLines(profiles: readonly Profile[], findings: readonly Finding[], style: Style): string[] {
  const [first] = profiles;
  if (first === undefined) return [];
  const dump = profiles.find(({kind}) => kind === 'goroutine' || kind === 'kernel');
  const [command, inputs] =
    findings.length === 0 ? ['top', [first]] : dump === undefined ? ['view', profiles] : ['goroutines', [dump]];
  const names = commandInputs(inputs.map(({name}) => name));
  return names === undefined ? [] : [`${style.dim(say('next:'))} pprofx ${command} ${names}`];
}

/** What the runtime can prove: waits for channels, conditions and groups that nothing alive can reach. */
const PROVABLE = /^goroutine-leak-(?:chan|cond|nil|parked|select|wait)/;

/** A dump shows what waits and not what could end it, which newer runtimes know. */
function proofLines(profiles: readonly Profile[], findings: readonly Finding[], style: Style): string[] {
  const hasProof = profiles.some(({kind}) => kind === 'goroutineleak');
  const isUnproven = findings.some(
    ({evidenceLevel, id, severity}) => severity !== 'info' && evidenceLevel !== 'proven' && PROVABLE.test(id),
  );
  if (hasProof || !isUnproven) return [];
  return [
    `${style.dim(say('proof:'))} ${say('Go 1.27 can prove the leak:')} curl -s localhost:6060/debug/pprof/goroutineleak > leak.pb.gz`,
  ];
}
