/**
 * Functions under their full names, as the threads and the sources have them: the signature that knows each.
 */
import {expect, test} from 'vitest';
import {matchesSignature} from '../../src/analysis/knowledge/signature-match.ts';
import {parseStackNotation} from '../../src/analysis/knowledge/stack-notation.ts';
import {SIGNATURES} from '../../src/signatures/index.ts';

const READ = 'internal/poll.runtime_pollWait;internal/poll.(*FD).Read;net.(*netFD).Read;net.(*conn).Read';

test.each([
  [
    'containerd/shim-call',
    'github.com/containerd/ttrpc.(*Client).dispatch;github.com/containerd/ttrpc.(*Client).Call 40 [select]',
  ],
  [
    'containerd/attach',
    'sync.runtime_Semacquire;sync.(*WaitGroup).Wait;github.com/containerd/containerd/v2/internal/cri/io.(*ContainerIO).Attach 40 [waitgroup]',
  ],
  ['containerd/resize', 'github.com/containerd/cri/pkg/server.handleResizing.func1 60 [recv]'],
  ['crio/attach', 'github.com/cri-o/cri-o/internal/oci.(*runtimeOCI).AttachContainer.func2 40 [send]'],
  ['crio/create-container', 'github.com/cri-o/cri-o/internal/oci.(*runtimeOCI).CreateContainer.func4 9 [send]'],
  ['crio/resize', 'go.podman.io/common/pkg/resize.HandleResizing.func1 60 [recv]'],
  [
    'docker/attach',
    'syscall.Syscall6;golang.org/x/sys/unix.EpollWait;github.com/docker/docker/api/server/router/container.notifyClosed 5220 [syscall]',
  ],
  [
    'containerd/shim-client',
    'github.com/containerd/containerd/vendor/github.com/containerd/ttrpc.(*Client).run 300 [select]',
  ],
  ['containerd/shim-signals', 'github.com/containerd/containerd/runtime/v2/shim.handleExitSignals 1 [select]'],
  [
    'containerd/shim-client-reader',
    `${READ};bufio.(*Reader).Read;github.com/containerd/ttrpc.(*Client).receiveLoop 300 [io]`,
  ],
  [
    'cilium/merge-channels',
    'reflect.rselect;reflect.Select;github.com/cilium/cilium/pkg/common.MergeChannels[...].func1 4000 [select]',
  ],
  [
    'cilium/trigger',
    'github.com/cilium/cilium/pkg/trigger.(*Trigger).waiter;github.com/cilium/cilium/pkg/trigger.NewTrigger.func1 100000 [select]',
  ],
  ['cilium/idle-controller', 'github.com/cilium/cilium/pkg/controller.(*controller).runController 900 [select]'],
  ['coredns/transfer', 'github.com/coredns/coredns/plugin/file.(*Zone).Transfer.func1 30 [send]'],
  ['coredns/zone-lexer', 'github.com/miekg/dns.zlexer 12 [send]'],
  ['coredns/connections', 'github.com/coredns/coredns/plugin/pkg/proxy.(*Transport).connManager 2 [select]'],
  ['istio/receive-thread', 'istio.io/istio/pilot/pkg/proxy/envoy/v2.receiveThread 7252 [send]'],
  ['istio/proxy', 'istio.io/istio/pilot/pkg/xds.(*DiscoveryServer).Stream 600 [select]'],
  ['traefik/throttle', 'github.com/containous/traefik/server.(*Server).throttleProviderConfigReload 80 [select]'],
  ['go-cache/janitor', 'github.com/patrickmn/go-cache.(*janitor).Run 600 [select]'],
  ['quic/socket-per-dial', `${READ};github.com/lucas-clemente/quic-go.(*packetHandlerMap).listen 400 [io]`],
  ['quic/transport-per-dial', 'github.com/quic-go/quic-go.(*Transport).runSendQueue 400 [select]'],
  ['quic/connection', 'github.com/quic-go/quic-go.(*connection).run 400 [select]'],
  [
    'quic/crypto-stream',
    'github.com/lucas-clemente/quic-go/internal/handshake.(*cryptoSetupClient).HandleCryptoStream.func1 40 [send]',
  ],
  [
    'websocket/nhooyr-close',
    'nhooyr.io/websocket.(*mu).forceLock;nhooyr.io/websocket.(*msgWriterState).close 2151 [send]',
  ],
  ['thanos/tenant-series', 'github.com/thanos-io/thanos/pkg/store.(*tenantSeriesSetServer).Send 30 [send]'],
  ['thanos/in-process-series', 'github.com/thanos-io/thanos/pkg/store/storepb.serverAsClient.Series.func1 30 [send]'],
  ['thanos/timer-without-channel', 'github.com/thanos-io/thanos/pkg/store.newLazyRespSet.func2 30 [nilchan]'],
  ['thanos/proxy-series', 'github.com/improbable-eng/thanos/pkg/store.(*ProxyStore).Series 300 [select]'],
  ['loki/downstreamer', 'github.com/grafana/loki/v3/pkg/querier/queryrange.instance.For.func1.1 30 [send]'],
  ['loki/tail-websocket', 'github.com/grafana/loki/v3/pkg/querier/tail.(*Querier).TailHandler.func2 90 [send]'],
  ['loki/chunk-iterator', 'github.com/grafana/loki/pkg/storage.(*batchChunkIterator).Start.func1 90 [send]'],
  ['prometheus/scrape-loop', 'github.com/prometheus/prometheus/scrape.(*scrapeLoop).run 900 [select]'],
  ['prometheus/discovery-sender', 'github.com/prometheus/prometheus/discovery.(*Manager).sender 1 [select]'],
  ['oklog/run-group', 'github.com/oklog/run.(*Group).Run 1 [recv]'],
  [
    'consul/watch-few',
    'github.com/hashicorp/consul/vendor/github.com/hashicorp/go-memdb.watchFew;github.com/hashicorp/go-memdb.WatchSet.Watch 900000 [select]',
  ],
  [
    'consul/watch-channel',
    'github.com/hashicorp/go-memdb.watchFew;github.com/hashicorp/go-memdb.WatchSet.WatchCtx;github.com/hashicorp/go-memdb.WatchSet.WatchCh.func1 900 [select]',
  ],
  [
    'consul/materializer',
    'github.com/hashicorp/consul/agent/submatview.(*materializer).query;github.com/hashicorp/consul/agent/submatview.(*RPCMaterializer).Query 1582 [select]',
  ],
  ['vault/expire-lease', 'github.com/hashicorp/vault/vault.expireLeaseStrategyRevoke.func1 4000 [select]'],
  [
    'vault/leases',
    'github.com/hashicorp/vault/vault.(*ExpirationManager).leaseTimesForExport;github.com/hashicorp/vault/vault.(*ExpirationManager).updatePendingInternal 30',
  ],
  [
    'consul-template/sleepers',
    'time.Sleep;github.com/hashicorp/consul-template/dependency.(*VaultPKIQuery).Fetch 2000 [sleep]',
  ],
  [
    'nomad/deployment-watcher',
    'github.com/hashicorp/nomad/nomad/deploymentwatcher.(*deploymentWatcher).watch 900 [select]',
  ],
  ['nomad/join-context', 'github.com/LK4D4/joincontext.(*joinContext).run 900 [select]'],
  [
    'nomad/exec-stream',
    'io.(*pipe).read;io.(*PipeReader).Read;io.Copy;github.com/hashicorp/nomad/drivers/docker.(*Driver).ExecTaskStreaming.func3 40 [select]',
  ],
  ['hashicorp/raft', 'github.com/hashicorp/raft.(*Raft).runFollower 1 [select]'],
  ['hashicorp/memberlist', 'github.com/hashicorp/memberlist.(*Memberlist).triggerFunc 3 [select]'],
  ['sarama/messages-not-read', 'github.com/IBM/sarama.(*partitionConsumer).responseFeeder 12 [send]'],
  ['sarama/results-not-read', 'github.com/IBM/sarama.(*asyncProducer).returnSuccesses 12 [send]'],
  ['sarama/connections', 'github.com/Shopify/sarama.(*Broker).responseReceiver 900 [recv]'],
  ['kgo/client', 'github.com/twmb/franz-go/pkg/kgo.(*Client).updateMetadataLoop 90 [select]'],
  [
    'go-amqp/mux-receive',
    'github.com/Azure/go-amqp.(*link).muxReceive;github.com/Azure/go-amqp.(*link).mux 1522 [send]',
  ],
  ['go-amqp/session-memory', 'github.com/Azure/go-amqp.(*Session).mux 60'],
  ['eventhubs/listen', 'github.com/Azure/azure-event-hubs-go/v3.(*receiver).listenForMessages 60 [send]'],
  [
    'eventhubs/leases',
    'github.com/Azure/azure-event-hubs-go/v2/storage.(*LeaserCheckpointer).GetLeases.func1 60 [send]',
  ],
  ['eventhubs/leased-receiver', 'github.com/Azure/azure-event-hubs-go/v2/eph.(*leasedReceiver).Run.func1 600 [select]'],
  ['redis/subscriptions', 'github.com/redis/go-redis/v9.(*channel).initHealthCheck.func1 600 [select]'],
  ['redis/idle-subscription', 'github.com/go-redis/redis/v8.(*channel).initHealthCheck.func1 2 [select]'],
  ['nats/reader', `${READ};bufio.(*Reader).fill;github.com/nats-io/nats.go.(*Conn).readLoop 2 [io]`],
  ['nats/subscription', 'sync.(*Cond).Wait;github.com/nats-io/nats.go.(*Conn).waitForMsgs 400 [cond]'],
  [
    'nats-server/client-writer',
    'sync.(*Cond).Wait;github.com/nats-io/nats-server/v2/server.(*client).writeLoop 5000 [cond]',
  ],
  ['nats-server/client-reader', `${READ};github.com/nats-io/gnatsd/server.(*client).readLoop 5000 [io]`],
  ['nats-server/consumer', 'github.com/nats-io/nats-server/v2/server.(*consumer).loopAndGatherMsgs 300 [select]'],
  ['sarama/partition-dispatcher', 'github.com/Shopify/sarama.(*partitionConsumer).dispatcher 400 [recv]'],
  ['kgo/fetch', 'github.com/twmb/franz-go/pkg/kgo.(*source).loopFetch 3 [select]'],
  ['tidb/coprocessor-response', 'github.com/pingcap/tidb/store/copr.(*copIteratorWorker).sendToRespCh 90 [select]'],
  [
    'tidb/coprocessor-sender',
    'sync.(*WaitGroup).Wait;github.com/pingcap/tidb/pkg/store/copr.(*copIteratorTaskSender).run 90 [waitgroup]',
  ],
  [
    'tidb/projection',
    'github.com/pingcap/tidb/pkg/executor.readProjection[...];github.com/pingcap/tidb/pkg/executor.(*projectionWorker).run 90 [select]',
  ],
  [
    'tidb/select-fetch',
    'github.com/pingcap/tidb/store/tikv.(*copIterator).Next;github.com/pingcap/tidb/distsql.(*selectResult).fetch 58 [recv]',
  ],
  ['tidb/session', `${READ};bufio.(*Reader).Read;github.com/pingcap/tidb/pkg/server.(*clientConn).Run 300 [io]`],
  [
    'cockroach/raft-worker',
    'sync.(*Cond).Wait;github.com/cockroachdb/cockroach/pkg/kv/kvserver.(*raftScheduler).worker 96 [cond]',
  ],
  ['pgx/pool-per-use', 'github.com/jackc/pgx/v4/pgxpool.(*Pool).backgroundHealthCheck 90 [select]'],
  ['pgx/background-reader', `${READ};github.com/jackc/pgx/v5/pgconn/internal/bgreader.(*BGReader).bgRead 40 [io]`],
  ['minio/object-not-closed', 'github.com/minio/minio-go/v7.(*Client).GetObject.func1 90 [recv]'],
  [
    'aws/credentials-expired',
    'sync.(*RWMutex).RLock;acme.io/creds.(*provider).IsExpired;github.com/aws/aws-sdk-go/aws/credentials.(*Credentials).asyncIsExpired.func1 60 [rwmutex-r]',
  ],
  [
    'aws/upload-buffers',
    'github.com/aws/aws-sdk-go/service/s3/s3manager.(*maxSlicePool).newSlice;github.com/aws/aws-sdk-go/service/s3/s3manager.(*maxSlicePool).Get 70',
  ],
  ['aws/part-pool', 'github.com/aws/aws-sdk-go/service/s3/s3manager.newPartPool.func1 97'],
  [
    'gcp/multipart-reader',
    'io.(*pipe).write;io.(*PipeWriter).Write;google.golang.org/api/gensupport.newMultipartReader.func1 90 [select]',
  ],
  ['gcp/spanner-latency', 'cloud.google.com/go/spanner.(*endpointLatencyRegistry).runCleanup 1 [select]'],
  ['controller-runtime/broadcaster', 'k8s.io/apimachinery/pkg/watch.(*Broadcaster).loop 90 [recv]'],
  [
    'argocd/watches',
    'k8s.io/client-go/tools/watch.(*RetryWatcher).doReceive;k8s.io/client-go/tools/watch.(*RetryWatcher).receive;github.com/argoproj/gitops-engine/pkg/cache.(*clusterCache).watchEvents.func1 3858 [select]',
  ],
  ['client-go/retry-watcher', 'k8s.io/client-go/tools/watch.(*RetryWatcher).doReceive 60 [select]'],
])('%s knows %s', (id, text) => {
  const shape = parseStackNotation(text);
  const known = SIGNATURES.filter((signature) => matchesSignature(signature, shape)).map((signature) => signature.id);
  expect(known).toContain(id);
});
