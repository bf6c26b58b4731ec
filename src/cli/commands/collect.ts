/**
 * `pprofx collect`: takes all that the analysis can use from processes, from where this runs.
 */
import {join} from 'node:path';
import {type Command, Option} from 'commander';
import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import type {CollectedProcess, Collection} from '../../model/collection.ts';
import {collectionLine, processLines} from '../../render/text/processes.ts';
import {quoted} from '../../render/words/next-command.ts';
import {diagnoseCase} from '../case/diagnose.ts';
import {openEvidence} from '../case/open-evidence.ts';
import {caseText, processText} from '../case/report.ts';
import {collect} from '../collect/collect.ts';
import {folderName, makeFolder} from '../collect/folder.ts';
import {KINDS, type KindName, parseKinds} from '../collect/kinds.ts';
import {addReachOptions, positive, type ReachChoices, resolveOptions, TARGETS} from '../collect/options.ts';
import {type ProcessPlan, resolveTargets} from '../collect/resolve.ts';
import {parseTarget} from '../collect/target.ts';
import {styleFor} from '../options/common-options.ts';
import {durationSeconds} from '../options/duration.ts';
import {addLanguageOption, type LanguageChoice, languageOf, speak} from '../options/language.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import type {CommandModule} from './command.ts';

interface CollectChoices extends LanguageChoice, ReachChoices {
  readonly kinds?: string;
  readonly seconds: string;
  readonly twice?: string;
  readonly output?: string;
  readonly list?: boolean;
  readonly analyze?: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  pprofx collect localhost:6060                    one process by address
  pprofx collect deploy/web:6060 -n shop           all running pods of a Deployment; also sts/, ds/, pod/
  pprofx collect pod:6060 -l app=web               pods by label
  pprofx collect control-plane                     API servers, controller-manager, scheduler, kube-proxy, kubelets
  pprofx collect component/kube-apiserver --seconds 60
  pprofx collect node/worker-3                     its kubelet
  pprofx collect --list control-plane              print what would be fetched, and exit
  pprofx collect localhost:6060 --twice 120s       heap and goroutines twice, to see growth
`;

export const collectCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<targets...>', TARGETS)
      .option('--kinds <list>', `what to fetch, of: ${KINDS.join(', ')} (default: all but the last two)`)
      .option('--seconds <n>', 'duration of the CPU profile', '30')
      .option('--twice <duration>', 'fetch heap and goroutine again after this time, e.g. 120s')
      .option('-o, --output <dir>', 'folder to write to (default: pprofx-TIME)')
      .option('--list', 'print what would be fetched and how, and exit')
      .option('--analyze', 'analyze the profiles afterwards (default on a terminal)')
      .option('--no-analyze', 'only fetch');
    if (isKubectlPlugin()) command.configureHelp({commandUsage: () => 'kubectl pprofx [options] <targets...>'});
    addReachOptions(command).optionsGroup('Output:');
    addLanguageOption(command)
      .addOption(new Option('--color <when>', 'color the output').choices(['auto', 'always', 'never']).default('auto'))
      .option('-q, --quiet', 'print only the folder')
      .option('--debug', 'print stack traces of errors')
      .addHelpText('after', EXAMPLES)
      .action((targets: string[], choices: CollectChoices) => run(() => runCollect(targets, choices)));
  },
};

/** `kubectl pprofx`, by the file that kubectl has started. */
function isKubectlPlugin(): boolean {
  return process.argv[1]?.includes('kubectl-pprofx') === true;
}

async function runCollect(targets: readonly string[], choices: CollectChoices): Promise<number> {
  speak(languageOf(choices, undefined));
  const plans = await resolveTargets(targets.map(parseTarget), resolveOptions(choices));
  if (choices.list === true) {
    const kinds = [...parseKinds(choices.kinds)].join(', ');
    process.stdout.write(`${plans.map(planLine).join('')}each for: ${kinds}\n`);
    return EXIT_CODES.ok;
  }
  const root = choices.output ?? folderName(new Date());
  makeFolder(root);
  const style = styleFor({color: choices.color}, process.stderr);
  const isQuiet = choices.quiet === true;
  const kinds = parseKinds(choices.kinds);
  const seconds = positive(choices.seconds, 'seconds');
  if (!isQuiet) process.stderr.write(startLine(plans.length, kinds, seconds));
  const collection = await collect(plans, root, {
    kinds,
    seconds,
    twiceSeconds: choices.twice === undefined ? undefined : durationSeconds(choices.twice, 'twice'),
    maxGoroutines: positive(choices.maxGoroutines, 'max-goroutines'),
    parallel: positive(choices.parallel, 'parallel'),
    onProcess: (each) => {
      if (!isQuiet) process.stderr.write(processLines(each, style));
    },
  });
  process.stdout.write(isQuiet ? `${root}\n` : collectionLine(collection, root));
  const hasFiles = collection.processes.some(({profiles}) => profiles.some(isFile));
  if (!hasFiles) return EXIT_CODES.network;
  if (choices.analyze ?? process.stdout.isTTY === true) {
    const opened = await openEvidence([root], {}, {});
    const style = styleFor({color: choices.color}, process.stdout);
    const diagnosed = await diagnoseCase(opened.processes, {}, {}, (diagnosis, process) =>
      processText(diagnosis, process, style),
    );
    process.stdout.write(`\n${caseText(opened, diagnosed, style)}`);
  } else if (!isQuiet) {
    process.stdout.write(nextLine(collection, root));
  }
  return isWhole(collection) ? EXIT_CODES.ok : EXIT_CODES.partial;
}

/** So that nobody waits in silence. */
function startLine(processes: number, kinds: ReadonlySet<KindName>, seconds: number): string {
  const many = processes === 1 ? say('1 process') : say`${processes} processes`;
  const cpu = kinds.has('cpu') ? say`; the CPU profile samples for ${seconds} s` : '';
  const trace = kinds.has('trace') ? say`; the trace runs for ${seconds} s` : '';
  return `${say`Asking ${many}${cpu}${trace}.`}\n`;
}

/** What reads what was taken. */
function nextLine({processes}: Collection, root: string): string {
  const files = processes.flatMap(({id, profiles}) =>
    profiles.flatMap(({file, kind}) => (file === undefined ? [] : [{kind, path: join(root, ...id.split('/'), file)}])),
  );
  if (files.some(({kind}) => !OTHER_FORMATS.has(kind))) return `${say('next:')} pprofx analyze ${quoted(root)}\n`;
  const trace = files.find(({kind}) => kind === 'trace');
  return trace === undefined ? '' : `${say('next:')} go tool trace ${quoted(trace.path)}\n`;
}

/** What is stored and not diagnosed. */
const OTHER_FORMATS: ReadonlySet<string> = new Set<KindName>(['metrics', 'cmdline', 'trace']);

const isFile = ({file}: CollectedProcess['profiles'][number]): boolean => file !== undefined;

/** Metrics are a courtesy; all else that failed is missing. */
function isWhole({processes}: Collection): boolean {
  return processes.every(({profiles}) =>
    profiles.every(({failed, kind}) => failed === undefined || kind === 'metrics'),
  );
}

function planLine({id, identity, pod, way}: ProcessPlan): string {
  const port = pod === undefined ? '' : `, port ${pod.port}`;
  const node = identity.node === undefined ? '' : `, on ${identity.node}`;
  return `${safeText(`${id}  ${way}${port}${node}`)}\n`;
}
