#!/usr/bin/env node
/**
 * Forwards a port as `kubectl port-forward` does, for the kubectl of fake-cluster.ts.
 *
 * usage: port-forward.mjs PORTS port-forward --address=A -n NAMESPACE pod/NAME :PORT, where PORTS is the JSON of
 *        {"ns/pod:port": port of this machine}
 */
import {connect, createServer} from 'node:net';

const [ports, , , , namespace, pod, remote] = process.argv.slice(2);
const port = JSON.parse(ports)[`${namespace}/${pod.slice('pod/'.length)}${remote}`];
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
