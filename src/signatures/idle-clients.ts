/**
 * Idle by design in clients of databases, queues and telemetry: a few goroutines for each client, for its whole life.
 */
import type {Signature} from '../model/signature.ts';

/** More than this many clients of one kind are hardly meant. */
const CLIENTS = 20;

const one = (id: string, pattern: string, title: string): Signature => ({
  id: `idle-clients/${id}`,
  verdict: 'idle',
  stack: [pattern],
  states: ['recv', 'select', 'sleep', 'cond', 'io', 'other'],
  atMost: CLIENTS,
  title,
  hits: [`example.com/vendor/${pattern} 1`],
  misses: [`example.com/vendor/${pattern} 21`],
});

export const IDLE_CLIENTS: readonly Signature[] = [
  one('redis-reaper', 'pool.(*ConnPool).reaper', 'closes idle connections of a Redis client, one for each client'),
  one('mgo-pinger', 'mgo.v2.(*mongoServer).pinger', 'pings a MongoDB server, one for each session dialled'),
  one('mgo-sync', 'mgo.v2.(*mongoCluster).syncServersLoop', 'looks for MongoDB servers, one for each session dialled'),
  one('mongo-pool', 'driver/topology.(*pool).maintain', 'keeps the pool of a MongoDB server'),
  one('mongo-rtt', 'driver/topology.(*rttMonitor).start', 'measures the way to a MongoDB server'),
  one('sarama-metadata', 'sarama.(*client).backgroundMetadataUpdater', 'refreshes what a Kafka client knows'),
  one('sarama-responses', 'sarama.(*Broker).responseReceiver', 'the reader of a connection to a Kafka broker'),
  one('otel-spans', 'sdk/trace.(*batchSpanProcessor).processQueue', 'exports spans'),
  one('otel-metrics', 'sdk/metric.(*PeriodicReader).run', 'exports metrics'),
  one('go-metrics', 'go-metrics.(*meterArbiter).tick', 'advances meters'),
  one('cron', 'cron.(*Cron).run', 'waits for the next job'),
  one('cache-janitor', 'go-cache.(*janitor).Run', 'removes what has expired from a cache'),
];
