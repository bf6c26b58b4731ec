/**
 * How old the kubectl beside the tests is: Debian 12 has 1.20, which knows less of manifests and plugins.
 */
import {execFileSync} from 'node:child_process';

/** The 32 of `v1.32.4`. */
export function kubectlMinor(): number {
  const json = execFileSync('kubectl', ['version', '--client', '-o', 'json'], {encoding: 'utf8'});
  const {clientVersion} = JSON.parse(json) as {readonly clientVersion: {readonly gitVersion: string}};
  return Number(/^v1\.(\d+)/.exec(clientVersion.gitVersion)?.[1]);
}
