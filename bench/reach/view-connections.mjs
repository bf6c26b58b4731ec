/**
 * `view` under many connections while one of them fetches a large input: what fails, and what the server takes.
 *
 * usage: node bench/reach/view-connections.mjs CONNECTIONS INPUT; prints {statuses, failed, inputBytes, rssMiB} as JSON
 *
 * Every connection is a new one and asks for the page once, 32 at a time, until the input has been fetched and all have
 * been answered.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {get} from 'node:http';
import {fileURLToPath} from 'node:url';

const AT_A_TIME = 32;
const [connections, input] = process.argv.slice(2);
const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const server = spawn(process.execPath, [bin, 'view', '--no-open', '--quiet', input], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(server.stdout, 'data');
const page = new URL(String(line).trim());

function fetched(path) {
  return new Promise((resolve, reject) => {
    get(new URL(path, page), {agent: false}, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({bytes, status: response.statusCode})).on('error', reject);
    }).on('error', reject);
  });
}

const statuses = {};
let failed = 0;
let next = 0;
async function visit() {
  while (next++ < Number(connections)) {
    try {
      const {status} = await fetched('');
      statuses[status] = (statuses[status] ?? 0) + 1;
    } catch {
      failed++;
    }
  }
}

const rss = () =>
  Math.round(Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'latin1'))[1]) / 1024);
const before = rss();
const [{bytes}] = await Promise.all([fetched('input/0'), ...Array.from({length: AT_A_TIME}, visit)]);
console.log(JSON.stringify({statuses, failed, inputBytes: bytes, rssMiB: {before, after: rss()}}));
server.kill();
