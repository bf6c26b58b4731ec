/**
 * A process with /debug/pprof for the tests of collecting: it answers with samples of the project, or fails as asked.
 */
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';
import {samplePath} from './samples.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface PprofHost {
  readonly port: number;
  /** Paths that were asked for, in order, with their queries. */
  readonly asked: readonly string[];
  /** Headers of each request. */
  readonly headers: readonly IncomingMessage['headers'][];
  readonly close: () => void;
}

const sample = (name: string): Buffer => readFileSync(samplePath(name));
const body =
  (bytes: Buffer | string): Answer =>
  (_, response) =>
    response.end(bytes);

export const fails =
  (status: number, text: string): Answer =>
  (_, response) => {
    response.writeHead(status, {'X-Go-Pprof': '1'});
    response.end(text);
  };

const METRICS = `go_goroutines 1234
go_info{version="go1.22.3"} 1
process_resident_memory_bytes 1.048576e+06
process_start_time_seconds 1.7e+09
`;

/** What a process of Go 1.19 with everything on answers, by the last part of the path. */
const HEALTHY: Readonly<Record<string, Answer>> = {
  metrics: body(METRICS),
  goroutineleak: fails(404, 'Unknown profile\n'),
  goroutine: body(sample('replicaset-flood/goroutine-before.pb.gz')),
  'goroutine?debug=2': body(gunzipSync(sample('replicaset-flood/goroutine-debug2-before.txt.gz'))),
  heap: body(sample('replicaset-flood/heap-before.pb.gz')),
  allocs: body(sample('replicaset-flood/allocs-before.pb.gz')),
  mutex: body(sample('misc/mutex-empty.pb.gz')),
  block: body(sample('misc/block-empty.pb.gz')),
  profile: body(sample('replicaset-flood/cpu-before.pb.gz')),
  cmdline: body('/server\0--token=canary-1\0--password\0canary-2\0--port=8080'),
};

/** @param answers  by kind, replacing those of a healthy process; undefined answers 404 as Go does */
export async function startPprofHost(answers: Readonly<Record<string, Answer | undefined>> = {}): Promise<PprofHost> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    headers.push(request.headers);
    const kind = path.slice(path.lastIndexOf('/') + 1);
    const name = kind in HEALTHY ? kind : kind.replace(/\?.*/, '');
    const answer = name in answers ? answers[name] : HEALTHY[name];
    (answer ?? fails(404, '404 page not found\n'))(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    headers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
