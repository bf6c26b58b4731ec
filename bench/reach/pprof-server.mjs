/**
 * Processes with /debug/pprof for benches: answers each kind with a file, the CPU profile after its seconds.
 *
 * usage: node bench/reach/pprof-server.mjs COUNT GOROUTINE HEAP; prints its ports as a JSON array
 */
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';

const [count, goroutine, heap] = process.argv.slice(2);
const [goroutineBytes, heapBytes] = [goroutine, heap].map((path) => readFileSync(path));
const METRICS = 'go_info{version="go1.22.3"} 1\nprocess_start_time_seconds 1.7e+09\n';
const STACKS = 'goroutine 1 [IO wait]:\nmain.main()\n\t/app/main.go:1 +0x1\n';

function answer(request, response) {
  const {pathname, searchParams} = new URL(request.url, 'http://localhost');
  const kind = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (kind === 'metrics') return response.end(METRICS);
  if (kind === 'goroutineleak') return response.writeHead(404).end('Unknown profile\n');
  if (kind === 'profile') return setTimeout(() => response.end(heapBytes), Number(searchParams.get('seconds')) * 1000);
  if (kind !== 'goroutine') return response.end(heapBytes);
  return response.end(searchParams.has('debug') ? STACKS : goroutineBytes);
}

const servers = Array.from({length: Number(count)}, () => createServer(answer).listen(0, '127.0.0.1'));
await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
process.stdout.write(`${JSON.stringify(servers.map((server) => server.address().port))}\n`);
