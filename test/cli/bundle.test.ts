/**
 * The bundle does what the modules do; here what only a real run of it can show.
 */

import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it} from 'vitest';
import {pprofx, pprofxBeside} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('misc/etcd-heap.pb.gz');

describe('the executable', () => {
  it('fetches URLs', async () => {
    const server = createServer((_, response) => response.end(readFileSync(HEAP)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address() as AddressInfo;
    const {code, stderr} = await pprofxBeside(['top', `http://127.0.0.1:${port}/heap`]);
    server.close();
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
  });

  it('finds its page', () => {
    expect(pprofx(['flame', '--format', 'html', HEAP]).stdout).toMatch(/^<!doctype html>/i);
  });

  it('says nothing of its own on standard error', () => {
    expect(pprofx(['top', HEAP]).stderr).toBe('');
  });
});
