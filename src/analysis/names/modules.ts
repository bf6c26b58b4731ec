/**
 * Which module a function is of, and which of them is the program: a library keeps and spends for its caller.
 */
import {NONE} from '../../base/columns.ts';
import {remembered} from '../../base/remembered.ts';
import {packageOf} from '../../model/symbol.ts';
import {firstMarked, lastMarked, markNames, sumByKey, type ValuedStacks} from './frame-classes.ts';
import {isCarrier, layerOf} from './layers.ts';

/** Hosts whose modules are called host/owner/repository. */
const FORGES: ReadonlySet<string> = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'gitee.com', 'codeberg.org']);

/**
 * The module by its import path: host, owner and repository on a forge, host and one element elsewhere. Kubernetes
 * develops its modules in one place, so all of k8s.io is one.
 */
export function moduleOf(name: string): string {
  return moduleOfPackage(packageOf(name));
}

const moduleOfPackage = remembered((path) => {
  const elements = path.split('/');
  if (elements[0] === 'k8s.io') return 'k8s.io';
  return elements.slice(0, FORGES.has(elements[0]) ? 3 : 2).join('/');
});

/** What parses the command line and calls the program proper. */
const LAUNCHER = /^(?:github\.com\/(?:spf13\/cobra|urfave\/cli|alecthomas\/kong|oklog\/run)|go\.uber\.org\/fx)(?:\/|$)/;

/** The module that main.main calls for most of its value; undefined where no stack says. */
export function programModule(stacks: ValuedStacks): string | undefined {
  const main = markNames(stacks.frames, (name) => name === 'main.main');
  if (!main.includes(1)) return undefined;
  const mains = firstMarked(stacks, main);
  const isProgram = (name: string): boolean =>
    layerOf(name) === 'code' && !isCarrier(name) && packageOf(name) !== 'main' && !LAUNCHER.test(packageOf(name));
  const outermost = lastMarked(stacks, markNames(stacks.frames, isProgram));
  for (let stack = 0; stack < mains.length; stack++) if (mains[stack] === NONE) outermost[stack] = NONE;
  const sums = new Map<string, number>();
  sumByKey(stacks, outermost, stacks.frames.names.length).forEach((sum, node) => {
    const name = stacks.frames.names[node];
    if (sum > 0) sums.set(moduleOf(name), (sums.get(moduleOf(name)) ?? 0) + sum);
  });
  const [most] = [...sums].sort((a, b) => b[1] - a[1]);
  return most?.[0];
}
