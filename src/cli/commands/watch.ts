/**
 * `pprofx watch`: takes profiles every interval, reports what grows while it grows.
 */
import {statSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {type Command, Option} from 'commander';
import {analyze} from '../../analyze.ts';
import {type ErrorCode, failure, PprofxError} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {lastEvidence} from '../../incident/processes.ts';
import {isAtLeast, type Severity} from '../../model/finding.ts';
import {renderFindingsHtml} from '../../render/html/findings.ts';
import {quoted} from '../../render/words/next-command.ts';
import {openEvidence} from '../case/open-evidence.ts';
import {folderName} from '../collect/folder.ts';
import {parseKinds} from '../collect/kinds.ts';
import {addReachOptions, positive, type ReachChoices, resolveOptions, TARGETS} from '../collect/options.ts';
import {resolveTargets} from '../collect/resolve.ts';
import {parseTarget} from '../collect/target.ts';
import {collected} from '../input/collected.ts';
import {readHeaderFile} from '../input/header-file.ts';
import {byteSize} from '../input/read-options.ts';
import {addDiagnosisOptions, type DiagnosisChoices, diagnosisOptions} from '../options/diagnosis-options.ts';
import {durationSeconds} from '../options/duration.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {warningLine} from '../output/failure-text.ts';
import {writeFailure, writeFileAtomically} from '../output/write-file.ts';
import {htmlReport, openingOf, readReportInputs} from '../server/report.ts';
import {LONGEST_TIMER} from '../system/timers.ts';
import {checkWebhook, notify} from '../watch/notify.ts';
import {Pace} from '../watch/pace.ts';
import {folderSource, processSource} from '../watch/sources.ts';
import {gaugesOf, writeTextfile} from '../watch/textfile.ts';
import {type Round, Watcher, type WatchSource} from '../watch/watcher.ts';
import {alarmSentence, clockText, nextCommand, type RoundFacts, roundLine, startLine} from '../watch/words.ts';
import type {CommandModule} from './command.ts';

interface WatchChoices extends ReachChoices, DiagnosisChoices {
  readonly every: string;
  readonly kinds: string;
  readonly seconds: string;
  readonly output?: string;
  readonly keep: string;
  readonly cooldown: string;
  readonly until?: Severity;
  readonly for?: string;
  readonly webhook?: string;
  readonly webhookHeader?: readonly string[];
  readonly exec?: string;
  readonly textfile?: string;
  readonly report?: string;
  readonly follow?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  pprofx watch deploy/web:6060 --every 60s --until warning     exit 1 at the first alarm
  pprofx watch localhost:6060 -o w --keep 2GiB                 continue after a restart
  pprofx watch dumps/ --follow -o w                            files that other programs write to a folder
  pprofx watch localhost:6060 --webhook https://chat.example/hook --mem-limit 4GiB
  pprofx watch localhost:6060 --for 2h --report growth.html
`;

export const watchCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<targets...>', `${TARGETS}; or with --follow one folder`)
      .option('--every <duration>', 'interval between rounds', '60s')
      .option('--kinds <list>', 'what to fetch in each round', 'metrics,goroutine,heap')
      .option('--seconds <n>', 'duration of the CPU profile taken at an alarm', '10')
      .option(
        '-o, --output <dir>',
        'folder for rounds, alarms and state; an existing one is continued (default: pprofx-TIME)',
      )
      .option('--keep <size>', 'thin out older rounds above this size', '2GiB')
      .option('--cooldown <duration>', 'minimum time between repeated alarms and between full sets of profiles', '1h')
      .addOption(
        new Option('--until <severity>', 'exit 1 at an alarm of this severity').choices(['warning', 'critical']),
      )
      .option('--for <duration>', 'stop after this time')
      .option('--webhook <url>', 'post each alarm as JSON, with a text field for chat')
      .addOption(
        new Option('--webhook-header <@file>', 'read HTTP headers for the webhook from a file, one per line').argParser(
          collected,
        ),
      )
      .option('--exec <command>', 'run a command for each alarm, with JSON on standard input, for at most 30 s')
      .option('--textfile <file>', "write gauges for the node exporter's textfile collector")
      .option('--report <file>', 'write a self-contained HTML page with the last round at the end')
      .option('--follow', 'TARGET is a folder that other programs write profiles to')
      .option('-q, --quiet', 'print only alarms')
      .option('--debug', 'print stack traces of errors');
    addReachOptions(addDiagnosisOptions(command))
      .addHelpText('after', EXAMPLES)
      .action((targets: string[], choices: WatchChoices) => run(() => watch(targets, choices)));
  },
};

async function watch(targets: readonly string[], choices: WatchChoices): Promise<number> {
  const every = durationSeconds(choices.every, 'every') * 1000;
  const ends =
    clock() + (choices.for === undefined ? Number.POSITIVE_INFINITY : durationSeconds(choices.for, 'for') * 1000);
  const folder = choices.output ?? folderName(new Date());
  const watcher = watcherOf(folder, targets, choices);
  const say = speaker(choices);
  sayUnlessQuiet(choices, startLine(new Date(), folder, choices.every, choices.for));
  const pace = new Pace(every);
  try {
    for (;;) {
      const started = clock();
      const round = await roundOr(watcher, choices, say);
      const wait = pace.pauseAfter(round?.slowestMillis ?? 0, clock() - started);
      const isOver = round !== undefined && endsWith(round, choices.until);
      if (isOver || clock() + wait >= ends) {
        await writeReport(folder, choices);
        if (watcher.hasBegun) sayUnlessQuiet(choices, `next: pprofx view ${quoted(folder)}\n`);
        return isOver ? EXIT_CODES.findings : EXIT_CODES.ok;
      }
      await pause(Math.min(wait, LONGEST_TIMER));
    }
  } finally {
    watcher.close();
  }
}

function sayUnlessQuiet({quiet}: WatchChoices, line: string): void {
  if (quiet !== true) process.stderr.write(line);
}

/** Milliseconds of a clock that nobody sets. */
function clock(): number {
  return performance.now();
}

function watcherOf(folder: string, targets: readonly string[], choices: WatchChoices): Watcher {
  const {exec, webhook, webhookHeader} = choices;
  if (webhook !== undefined) checkWebhook(webhook);
  const headers = (webhookHeader ?? []).flatMap(readHeaderFile);
  const receivers = {webhook, headers, command: exec, complain};
  return new Watcher({
    folder,
    source: sourceOf(targets, choices),
    analysis: diagnosisOptions(choices),
    keepBytes: byteSize(choices.keep, 'keep') ?? Number.POSITIVE_INFINITY,
    cooldown: durationSeconds(choices.cooldown, 'cooldown'),
    report: async (symptom, taken, healthy) => {
      // Of a followed folder nothing is taken: what there is to see lies in it.
      const next =
        choices.follow === true ? nextCommand(symptom, targets[0], undefined) : nextCommand(symptom, taken, healthy);
      process.stdout.write(`ALARM  ${alarmSentence(symptom)}\n       next: ${next}\n`);
      await notify(symptom, taken, receivers);
    },
    complain,
  });
}

function complain(line: string): void {
  process.stderr.write(`${clockText(new Date())}  ${safeText(line)}\n`);
}

/** What passes by itself: a cluster or a folder out of reach, a disk that is full. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['NETWORK', 'READ_FAILED', 'WRITE_FAILED']);

/** A round, said and published; undefined where it could not be taken. What passes does not end a watch that has begun. */
async function roundOr(
  watcher: Watcher,
  {textfile}: WatchChoices,
  say: ReturnType<typeof speaker>,
): Promise<Round | undefined> {
  const now = new Date();
  try {
    const round = await watcher.round(now);
    say(now, round.facts);
    if (textfile !== undefined) publish(textfile, round, now);
    return round;
  } catch (error) {
    if (!watcher.hasBegun || !(error instanceof PprofxError) || !PASSING.has(error.code)) throw error;
    complain(`no round: ${warningLine(error)}`);
    return undefined;
  }
}

/** Prints rounds, and why processes do not answer whenever that changes. */
function speaker({follow, quiet}: WatchChoices): (now: Date, facts: RoundFacts) => void {
  let said = '';
  return (now, facts) => {
    if (quiet === true) return;
    const reasons = facts.failures.map((line) => `          ${safeText(line)}\n`).join('');
    process.stderr.write(`${roundLine(now, facts, follow === true)}${reasons === said ? '' : reasons}`);
    said = reasons;
  };
}

function publish(textfile: string, round: Round, now: Date): void {
  try {
    writeTextfile(textfile, gaugesOf(round, now));
  } catch (error) {
    complain(warningLine(writeFailure(error, textfile)));
  }
}

function endsWith({alarms}: Round, least: Severity | undefined): boolean {
  return least !== undefined && alarms.some(({severity}) => isAtLeast(severity, least));
}

function sourceOf(targets: readonly string[], choices: WatchChoices): WatchSource {
  if (choices.follow === true) {
    const [folder] = targets;
    if (targets.length > 1 || statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) {
      throw failure('USAGE', '--follow expects one folder');
    }
    if (choices.output === undefined) throw failure('USAGE', '--follow needs -o DIR for its state, outside the folder');
    return folderSource(folder, basename(folder), {});
  }
  const parsed = targets.map(parseTarget);
  return processSource({
    plans: () => resolveTargets(parsed, resolveOptions(choices)),
    kinds: parseKinds(choices.kinds),
    alarmKinds: parseKinds(undefined),
    parallel: positive(choices.parallel, 'parallel'),
    take: {
      seconds: positive(choices.seconds, 'seconds'),
      twiceSeconds: undefined,
      maxGoroutines: positive(choices.maxGoroutines, 'max-goroutines'),
    },
  });
}

/** The last round of each process in one file; with --follow there is none, for its files lie elsewhere. */
async function writeReport(folder: string, {follow, report}: WatchChoices): Promise<void> {
  if (report === undefined || follow === true) return;
  const {readdirSync} = await import('node:fs');
  const last = readdirSync(join(folder, 'rounds')).sort().at(-1);
  if (last === undefined) return;
  const root = join(folder, 'rounds', last);
  const {processes} = await openEvidence([root], {}, {});
  const files = lastEvidence(processes).map(({address}) => address);
  if (files.length === 0) return;
  const {profiles, raw} = await readReportInputs(files, {}, {});
  const {findings, subject} = analyze(profiles);
  const page = await htmlReport(raw, renderFindingsHtml(subject, findings), openingOf('', {}, profiles));
  await writeFileAtomically(report, page, true);
}
