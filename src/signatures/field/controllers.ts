/**
 * Controllers of Kubernetes beyond the control plane: controller-runtime, Argo CD.
 */
import type {Signature} from '../../model/signature.ts';
import {crowd, idle} from './shapes.ts';

export const CONTROLLERS: readonly Signature[] = [
  crowd({
    id: 'controller-runtime/broadcaster',
    stack: ['apimachinery/pkg/watch.(*Broadcaster).loop'],
    states: ['recv', 'select'],
    atLeast: 50,
    title: 'Event recorders are made again and again (with every manager, say) and never shut down.',
    advice: ['Make one manager, or one event broadcaster, for the process; call Shutdown on those that are dropped.'],
    seen: ['kubernetes/kubernetes#96925', 'kubernetes-sigs/controller-runtime#1280'],
  }),
  crowd({
    id: 'argocd/watches',
    verdict: 'connection-leak',
    stack: ['client-go/tools/watch.(*RetryWatcher).*', 'gitops-engine/pkg/cache.(*clusterCache).*'],
    atLeast: 2500,
    isAnywhere: true,
    title: 'Watches on clusters are opened again and not closed: there are far more of them than kinds of resources.',
    advice: [
      'Compare with clusters × watched kinds; invalidate the cluster cache, or restart the shard.',
      'Leave out kinds that nobody deploys (resource.exclusions).',
    ],
    seen: ['argoproj/argo-cd#29449'],
  }),
  crowd({
    id: 'argocd/log-streams',
    stack: ['server/application.mergeLogStreams.func*'],
    states: ['send', 'recv'],
    atLeast: 50,
    title: 'Log views that were closed leave the goroutines that merge the logs of their pods.',
    advice: ['Upgrade Argo CD past issue 12031; restart argocd-server.'],
    seen: ['argoproj/argo-cd#12031'],
  }),
  crowd({
    id: 'dapr/schedule-activity',
    stack: ['wfengine.(*actorBackend).ScheduleActivity'],
    states: ['select'],
    atLeast: 500,
    title: 'Activities of workflows wait for an engine that takes no more work.',
    advice: ['Upgrade Dapr past issue 6964; look for activities that time out.'],
    seen: ['dapr/dapr#6964'],
  }),
  idle(
    'controller-runtime/idle-broadcaster',
    'apimachinery/pkg/watch.(*Broadcaster).loop',
    49,
    'waits for events to record',
  ),
  idle('client-go/retry-watcher', 'client-go/tools/watch.(*RetryWatcher).doReceive', 2499, 'a watch with nothing new'),
];
