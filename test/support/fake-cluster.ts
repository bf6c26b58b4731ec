/**
 * A cluster that is a file, behind a program that stands for kubectl and writes down what it was asked.
 */
import {chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';

export interface ClusterFacts {
  /** Answers of `get --raw`, by path. */
  readonly paths: Readonly<Record<string, object>>;
  /** What `config view` prints. */
  readonly config?: object;
  /** Ports of this machine, by `NAMESPACE/POD:PORT`. */
  readonly ports?: Readonly<Record<string, number>>;
}

export interface KubectlCall {
  readonly args: readonly string[];
  readonly hasInput: boolean;
  readonly pid: number;
}

export interface FakeCluster {
  /** The program, for --kubectl. */
  readonly kubectl: string;
  readonly calls: () => readonly KubectlCall[];
}

export function fakeCluster(facts: ClusterFacts): FakeCluster {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  const [log, kubectl] = ['log', 'kubectl'].map((name) => join(folder, name));
  writeFileSync(kubectl, kubectlScript(facts, folder, log));
  chmodSync(kubectl, 0o755);
  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  return {
    kubectl,
    calls: () => lines().flatMap((line) => (line === '' ? [] : [JSON.parse(line) as KubectlCall])),
  };
}

/**
 * Answers `get --raw` and `config view`, forwards ports by port-forward.mjs, and notes what it was asked; fails as kubectl
 * does for what is not there. A shell starts in a hundredth of the time that Node takes.
 */
function kubectlScript({config = {}, paths, ports = {}}: ClusterFacts, folder: string, log: string): string {
  const answers = Object.entries(paths).map(
    ([path, answer], i) => `'${path}') ${command(answer, join(folder, `${i}`))} ;;`,
  );
  const forward = `exec '${process.execPath}' '${resolve('test/support/port-forward.mjs')}' '${JSON.stringify(ports)}'`;
  return `#!/bin/sh
set -f
noted= server= missing= words=
answer() {
  case "$1" in
  ${answers.join('\n  ')}
  esac
}
fail() { echo "$1" >&2; exit 1; }
for arg; do
  noted="$noted,\\"$arg\\""
  case "$arg" in
  --server=*) server="\${arg#--server=}" ;;
  --kubeconfig=/none) missing=/none ;;
  --context=*|--kubeconfig=*|--request-timeout=*) ;;
  *) words="$words $arg" ;;
  esac
done
input=true; [ -c /dev/stdin ] && input=false
printf '{"args":[%s],"hasInput":%s,"pid":%d}\\n' "\${noted#,}" $input $$ >>'${log}'
[ -z "$missing" ] || fail "error: stat $missing: no such file or directory"
set -- $words
case "$1 $2" in
config\\ *) ${command(config, join(folder, 'config'))} ;;
"get --raw")
  [ -z "$server" ] || answer "server $server $3"
  answer "$3"
  fail "Error from server (NotFound): the server could not find the requested resource" ;;
port-forward\\ *) ${forward} "$@" ;;
*) fail "error: unknown command $1" ;;
esac
`;
}

/** What a shell does to give an answer: a JSON object, the bytes of a file, an error or no answer ever. */
function command(
  answer: {readonly file?: string; readonly error?: string; readonly hangs?: boolean},
  path: string,
): string {
  if (answer.hangs === true) return 'exec sleep 100000';
  if (answer.file !== undefined) return `exec cat '${answer.file}'`;
  writeFileSync(path, answer.error ?? JSON.stringify(answer));
  return answer.error === undefined ? `exec cat '${path}'` : `cat '${path}' >&2; echo >&2; exit 1`;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
