/**
 * What a link to the static page may make it fetch.
 */
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {addressesIn, fetchFile} from '../../../viewer/site/fetch-file.ts';

const BASE = 'https://tools.example.com/pprofx/';

describe('addresses in the fragment', () => {
  it('are relative to the page', () => {
    expect(addressesIn('#url=heap.pb.gz&screen=table&url=https://a.example/b', BASE)).toEqual({
      urls: [`${BASE}heap.pb.gz`, 'https://a.example/b'],
      problems: [],
    });
  });

  it('that are none are named, in short', () => {
    const {problems, urls} = addressesIn(`#url=http://${'['.repeat(5000)}`, BASE);
    expect(urls).toEqual([]);
    expect(problems).toEqual([`http://${'['.repeat(193)}: this is no address`]);
  });

  it('are 16 at most', () => {
    const {problems, urls} = addressesIn(`#${'url=heap&'.repeat(10_000)}`, BASE);
    expect(urls).toHaveLength(16);
    expect(problems).toEqual(['9984 of 10000 addresses: a link opens 16 at most']);
  });
});

describe('a fetched file', () => {
  let server: Server;
  let origin = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url !== '/endless')
        return void response.writeHead(request.url === '/none' ? 404 : 200).end('12345678');
      const timer = setInterval(() => response.write('x'.repeat(2 ** 17)), 1);
      response.on('close', () => clearInterval(timer));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('has the name of its address and every byte', async () => {
    const file = await fetchFile(`${origin}/a/heap.pb.gz?x=1`, 8);
    expect([file.name, await file.text()]).toEqual(['heap.pb.gz', '12345678']);
  });

  it('is given up once it is too large, also where it has no end', async () => {
    await expect(fetchFile(`${origin}/a`, 7)).rejects.toThrow('MiB; download it and use pprofx view');
    await expect(fetchFile(`${origin}/endless`, 2 ** 20)).rejects.toThrow('more than 1 MiB');
  });

  it('that is not there is a failure that says so', async () => {
    await expect(fetchFile(`${origin}/none`)).rejects.toThrow('the server answered 404');
    await expect(fetchFile('http://127.0.0.1:1/')).rejects.toThrow('no answer');
  });
});
