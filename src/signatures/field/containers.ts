/**
 * Container runtimes: containerd and its shims, CRI-O, Docker.
 */
import type {Signature} from '../../model/signature.ts';
import {crowd, idle, idleReader} from './shapes.ts';

const DETACH =
  'End attach sessions from the client; those that are stuck go with a restart of the runtime, containers stay.';

export const CONTAINERS: readonly Signature[] = [
  crowd({
    id: 'containerd/shim-call',
    stack: ['containerd/ttrpc.(*Client).dispatch'],
    states: ['select'],
    atLeast: 20,
    title: 'Calls to shims do not return: a shim hangs or is orphaned, and CRI requests for its pod pile up.',
    advice: [
      'Find the shim: `ctr -n k8s.io shim --id ID state`, and send it SIGUSR1 for its own dump.',
      'Give the calls a deadline; kill a shim that does not answer, containerd cleans up after it.',
    ],
    seen: ['containerd/containerd#13692'],
  }),
  crowd({
    id: 'containerd/attach',
    stack: ['cri/io.(*ContainerIO).Attach'],
    states: ['waitgroup'],
    atLeast: 20,
    title: 'Attach sessions of containers that write nothing never end: the copy of their output waits for output.',
    advice: [DETACH],
    seen: ['containerd/containerd#11120', 'containerd/containerd#11301'],
  }),
  crowd({
    id: 'containerd/resize',
    stack: ['cri/*.handleResizing.func*'],
    states: ['recv', 'select'],
    atLeast: 50,
    title: 'Each exec or attach leaves the goroutine that waits for changes of the terminal size.',
    advice: ['Upgrade containerd past cri PR 1418.'],
    seen: ['containerd/cri#1418'],
  }),
  crowd({
    id: 'crio/attach',
    stack: ['oci.(*runtimeOCI).AttachContainer.func*'],
    states: ['send'],
    atLeast: 20,
    title: 'Attach sessions that ended early leave a goroutine that reports to nobody.',
    advice: ['Upgrade CRI-O past PR 9954.', DETACH],
    seen: ['cri-o/cri-o#9954'],
  }),
  crowd({
    id: 'crio/create-container',
    stack: ['oci.(*runtimeOCI).CreateContainer.func*'],
    states: ['send'],
    atLeast: 5,
    title: 'Creating containers timed out, and each left a goroutine that reports the result to nobody.',
    advice: ['Upgrade CRI-O past PR 5627; find out why conmon takes so long (disk, memory).'],
    seen: ['cri-o/cri-o#5627'],
  }),
  crowd({
    id: 'crio/resize',
    stack: ['pkg/resize.HandleResizing.func*'],
    states: ['recv'],
    atLeast: 50,
    title: 'Each attach leaves the goroutine that waits for changes of the terminal size: nobody closes its channel.',
    advice: ['Close the resize channel on every return of the attach.'],
    seen: ['cri-o/cri-o#10305'],
  }),
  crowd({
    id: 'docker/attach',
    stack: ['router/container.notifyClosed'],
    states: ['syscall', 'io'],
    atLeast: 100,
    title: 'Attach and log sessions whose clients are gone are still watched for the end of their connection.',
    advice: ['Upgrade Docker; restart the daemon before it reaches its limit of threads.'],
    seen: ['moby/moby#45052'],
    isAnywhere: true,
  }),
  crowd({
    id: 'buildkit/resource-sampler',
    stack: ['executor/resources.(*Sampler[...]).run'],
    states: ['select'],
    atLeast: 20,
    title: 'Build steps that failed leave the sampler of their resources.',
    advice: ['Upgrade BuildKit past PR 4081.'],
    seen: ['moby/buildkit#4081'],
  }),
  idle('containerd/shim-client', 'containerd/ttrpc.(*Client).run', 5000, 'the connection to a shim, one for each pod'),
  idle('containerd/shim-server', 'containerd/ttrpc.(*serverConn).run', 5000, 'a shim that serves its daemon'),
  idle('containerd/shim-signals', 'runtime/v2/shim.handleExitSignals', 20, 'a shim that waits for its end'),
  idle('containerd/shim-reaper', 'runtime/v2/shim.reap', 20, 'a shim that waits for children to end'),
  idle('containerd/events', 'events/exchange.(*Exchange).Subscribe.func*', 200, 'a subscriber to events of containers'),
  idleReader(
    'containerd/shim-client-reader',
    'containerd/ttrpc.(*Client).receiveLoop',
    5000,
    'reads the answers of a shim',
  ),
  idleReader(
    'containerd/shim-server-reader',
    'containerd/ttrpc.(*serverConn).run.func*',
    5000,
    'reads the calls of a daemon',
  ),
];
