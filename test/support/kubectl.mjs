#!/usr/bin/env node
/**
 * Stands for kubectl: answers `get --raw` and `config view` from a file, forwards ports, and writes down what it was
 * asked. Fails as kubectl does for what the file does not hold.
 *
 * usage: KUBECTL_CLUSTER=cluster.json kubectl ARGS…; the file is {paths: {PATH: JSON, {file}, {error} or {hangs}}, config, ports: {"ns/pod:port": n}, log}
 */
import {appendFileSync, fstatSync, readFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';

const cluster = JSON.parse(readFileSync(process.env.KUBECTL_CLUSTER, 'utf8'));
const args = process.argv.slice(2).filter((arg) => !/^--(?:context|kubeconfig|request-timeout)=/.test(arg));
const kubeconfig = process.argv.find((arg) => arg.startsWith('--kubeconfig='))?.slice('--kubeconfig='.length);
const stdin = fstatSync(0);
appendFileSync(
  cluster.log,
  `${JSON.stringify({args: process.argv.slice(2), hasInput: !stdin.isCharacterDevice(), pid: process.pid})}\n`,
);

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

function get(path) {
  const server = args.find((arg) => arg.startsWith('--server='))?.slice('--server='.length);
  const answer = cluster.paths[server === undefined ? path : `server ${path}`] ?? cluster.paths[path];
  if (answer === undefined)
    return fail('Error from server (NotFound): the server could not find the requested resource');
  if (answer.error !== undefined) return fail(answer.error);
  if (answer.hangs === true) return setInterval(() => undefined, 60_000);
  process.stdout.write(answer.file === undefined ? JSON.stringify(answer) : readFileSync(answer.file));
}

function forward() {
  const [, , , namespace, pod, remote] = args;
  const port = cluster.ports[`${namespace}/${pod.slice('pod/'.length)}${remote}`];
  const server = createServer((socket) => {
    if (port === undefined) {
      process.stderr.write(`E1127 an error occurred forwarding 1 -> ${remote.slice(1)}: connect: connection refused\n`);
      socket.destroy();
      return;
    }
    const target = connect(port, '127.0.0.1');
    target.pipe(socket).pipe(target);
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`Forwarding from 127.0.0.1:${server.address().port} -> ${remote.slice(1)}\n`);
  });
}

if (kubeconfig === '/none') fail('error: stat /none: no such file or directory');
else if (args[0] === 'config') process.stdout.write(JSON.stringify(cluster.config));
else if (args[0] === 'get' && args[1] === '--raw') get(args[2]);
else if (args[0] === 'port-forward') forward();
else fail(`error: unknown command ${args[0]}`);
