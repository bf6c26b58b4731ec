#!/usr/bin/env node
/**
 * Looks for what `npm run verify` needs beyond Node, and installs it where apt-get can; `verify` runs it first.
 *
 * What is missing in the end is said before anything else runs, one line each, with the command for the usual systems.
 * Depends on Node alone, since it runs before `npm ci`.
 */
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {chromiumPath, gnuTimePath, programPath, succeeds} from './programs.mjs';

/** What the programs of test/lab are written for. */
const OLDEST_GO = 19;

const PROGRAMS = [
  {
    name: `Go 1.${OLDEST_GO} or newer`,
    use: '`go tool pprof` is the oracle of every number, and tests build Go programs to diagnose',
    isThere: () => goMinor() >= OLDEST_GO,
    apt: 'golang-go',
    commands: {
      'Debian/Ubuntu': 'sudo apt-get install golang-go',
      Fedora: 'sudo dnf install golang',
      macOS: 'brew install go',
    },
  },
  {
    name: 'Chromium',
    use: 'tests of the page run in it; CHROMIUM=/path/to/chrome names another',
    isThere: () => chromiumPath() !== undefined,
    apt: 'chromium',
    commands: {
      Debian: 'sudo apt-get install chromium',
      Ubuntu: 'sudo snap install chromium',
      Fedora: 'sudo dnf install chromium',
      macOS: 'brew install --cask chromium',
    },
  },
  {
    name: 'GNU time',
    use: 'the bench measures memory with it',
    isThere: () => gnuTimePath() !== undefined,
    apt: 'time',
    commands: {
      'Debian/Ubuntu': 'sudo apt-get install time',
      Fedora: 'sudo dnf install time',
      macOS: 'brew install gnu-time',
    },
  },
  {
    name: 'curl',
    use: 'the example for CI puts its service under load with it',
    isThere: () => succeeds('curl', '--version'),
    apt: 'curl',
    commands: {
      'Debian/Ubuntu': 'sudo apt-get install curl',
      Fedora: 'sudo dnf install curl',
      macOS: 'brew install curl',
    },
  },
  {
    name: 'libatomic',
    use: 'the binary of Node 26, on which tests run too, is linked to it',
    isThere: () => process.platform !== 'linux' || hasLibrary('libatomic.so.1'),
    apt: 'libatomic1',
    commands: {
      'Debian/Ubuntu': 'sudo apt-get install libatomic1',
      Fedora: 'sudo dnf install libatomic',
    },
  },
  {
    name: 'git',
    use: 'the bench notes the commit, and `npm run check` asks what changed',
    isThere: () => succeeds('git', '--version'),
    apt: 'git',
    commands: {
      'Debian/Ubuntu': 'sudo apt-get install git',
      Fedora: 'sudo dnf install git',
      macOS: 'brew install git',
    },
  },
];

/** What one family of tests talks to. Packages of servers start them, so they are installed on CI's machines only. */
const SERVICES = [
  ['kubectl', 'kubernetes-client'],
  ['etcd', 'etcd-server'],
  ['prometheus', 'prometheus'],
  ['openssl', 'openssl'],
  ['zsh', 'zsh'],
  ['fish', 'fish'],
  ['man', 'man-db'],
  ['groff', 'groff'],
].map(([name, apt]) => ({name, apt, isThere: () => programPath(name) !== undefined}));

/** What tests do without, where it cannot be had: Chromium takes the place of its headless shell, which is quicker. */
const OPTIONAL = ['chromium-headless-shell', 'firefox-esr'].map((name) => ({
  name,
  apt: name,
  isThere: () => programPath(name) !== undefined,
}));

requireNode();
if (process.env.CI === 'true') installMissing(SERVICES);
const missing = PROGRAMS.filter(({isThere}) => !isThere());
installMissing([...missing, ...OPTIONAL]);
const lines = missing.filter(({isThere}) => !isThere()).map(lineOf);
for (const line of lines) console.error(line);
process.exit(lines.length === 0 ? 0 : 1);

function requireNode() {
  const {engines} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(
    `pprofx needs Node ${engines.node}, and this is ${process.version}: see https://nodejs.org/en/download`,
  );
  process.exit(1);
}

/** `Go is missing (why it is needed). Debian/Ubuntu: …; Fedora: …; macOS: …` */
function lineOf({commands, name, use}) {
  const choices = Object.entries(commands).map(([system, command]) => `${system}: ${command}`);
  return `${name} is missing (${use}). ${choices.join('; ')}`;
}

/** Whether the loader of programs finds a library; /sbin is not on everybody's path. */
function hasLibrary(name) {
  const commands = ['ldconfig', '/sbin/ldconfig'];
  return commands.some((command) => spawnSync(command, ['-p'], {encoding: 'utf8'}).stdout?.includes(name));
}

/** The 19 of `go version go1.19.8 linux/amd64`; NaN without Go. */
function goMinor() {
  const {stdout} = spawnSync('go', ['version'], {encoding: 'utf8'});
  return Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1]);
}

function installMissing(programs) {
  const missing = programs.filter(({isThere}) => !isThere());
  if (missing.length > 0) installWithApt(missing);
}

/** One package after the other, so that one which this system does not have keeps nobody from the rest. */
function installWithApt(programs) {
  const prefix = aptPrefix();
  if (prefix === undefined) return;
  console.error(`apt-get installs what is missing: ${programs.map(({name}) => name).join(', ')}`);
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const {status, stderr} = spawnSync(command, rest, {stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'});
    if (status !== 0) console.error(`apt-get ${args.join(' ')}: ${stderr.trim()}`);
  };
  apt('update', '-qq');
  for (const program of programs) apt('install', '-y', '-qq', '--no-install-recommends', program.apt);
}

/** What makes apt-get run as root without a question; undefined where nothing does. */
function aptPrefix() {
  if (!succeeds('apt-get', '--version')) return undefined;
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined;
}
