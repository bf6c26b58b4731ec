/**
 * The tool `collect`: takes profiles of a target that the user allowed, into a new folder below the first root.
 *
 * The only tool that writes or opens a connection, and there only when `--allow-collect` names the target.
 */
import {join} from 'node:path';
import {failure} from '../../base/errors.ts';
import {collect} from '../collect/collect.ts';
import {folderName, makeFolder} from '../collect/folder.ts';
import {parseKinds} from '../collect/kinds.ts';
import {resolveOptions} from '../collect/options.ts';
import {resolveTargets} from '../collect/resolve.ts';
import {parseTarget} from '../collect/target.ts';
import type {Reply} from './answer.ts';
import type {Session} from './session.ts';

export interface CollectArguments {
  readonly target: string;
  readonly seconds?: number;
}

const CPU_SECONDS = 30;
const MAX_GOROUTINES = 10_000;
/** An answer of `--help`: the defaults of the command `collect`. */
const REACH = {
  parallel: '8',
  maxBytes: '256MiB',
  maxGoroutines: String(MAX_GOROUTINES),
  timeout: '15',
  kubectl: 'kubectl',
};

export async function answerCollect(
  session: Session,
  {seconds = CPU_SECONDS, target}: CollectArguments,
): Promise<Reply> {
  if (!session.allowCollect.includes(target)) {
    throw failure('USAGE', `${target} is not allowed`, {}, 'the user allows targets with --allow-collect');
  }
  const plans = await resolveTargets([parseTarget(target)], resolveOptions(REACH));
  const name = folderName(new Date());
  const root = join(session.roots[0], name);
  makeFolder(root);
  const {processes} = await collect(plans, root, {
    kinds: parseKinds(undefined),
    seconds,
    twiceSeconds: undefined,
    maxGoroutines: MAX_GOROUTINES,
    parallel: 8,
    onProcess: () => undefined,
  });
  const lines = processes.flatMap(({id, profiles}) => [
    `${id}:`,
    ...profiles.flatMap(({failed, file, kind}) => {
      if (file !== undefined) return [`  ${join(name, id, file)}`];
      return failed === undefined ? [] : [`  ${kind} not taken: ${failed.reason}`];
    }),
  ]);
  return {text: `${lines.join('\n')}\n`, next: ['analyze the goroutine, heap and cpu files of one process together']};
}
