/**
 * Continuous profilers, as servers of our own that answer in the form of theirs: querier.v1 of Pyroscope, the gateway of
 * Parca. What they are asked is checked as much as what comes of it.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import protobuf from 'protobufjs';
import {afterEach, describe, expect, it} from 'vitest';
import {tableFiles} from '../../../src/cli/dataset/dataset-folder.ts';
import {readParquet} from '../../../src/cli/dataset/parquet-file.ts';
import {TABLES} from '../../../src/cli/dataset/tables.ts';
import {parseBy, parseSelector, selectorOf} from '../../../src/cli/stores/store-query.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {pprofx, pprofxBeside} from '../../support/cli.ts';
import {profileOf} from '../../support/folded-profile.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** Address of a server with the answers, and what it was asked. */
async function serve(answer: (asked: Asked, response: ServerResponse) => void): Promise<[string, Asked[]]> {
  const all: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const {pathname, searchParams} = new URL(request.url ?? '', 'http://host');
    const {headers, method = ''} = request;
    const asked = {method, path: pathname, headers, query: searchParams, body: Buffer.concat(chunks)};
    all.push(asked);
    answer(asked, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, all];
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'stores-'));

async function rowsOf(root: string, table: 'profiles' | 'samples'): Promise<Record<string, unknown>[]> {
  const names = TABLES[table].columns.map(({name}) => name);
  return (await Promise.all(tableFiles(root, table).map((path) => readParquet(path, names)))).flat();
}

/** The messages of querier.v1 that are used here, by the numbers of its querier.proto. */
const {root: QUERIER} = protobuf.parse(`syntax = "proto3";
message SelectMergeStacktracesRequest {
  string profile_typeID = 1; string label_selector = 2; int64 start = 3; int64 end = 4; int64 max_nodes = 5;
  int32 format = 6;
}
message FlameGraph { repeated string names = 1; int64 total = 3; }
message PprofProfile { bytes profile = 1; }
message SelectMergeStacktracesResponse { FlameGraph flamegraph = 1; bytes tree = 2; string dot = 4; PprofProfile pprof = 5; }
`);
const REQUEST = QUERIER.lookupType('SelectMergeStacktracesRequest');
const RESPONSE = QUERIER.lookupType('SelectMergeStacktracesResponse');

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const cpu = encodePprof(profileOf(['main.main;main.work 9000000000'], {type: 'cpu', unit: 'nanoseconds'}));
const goroutines = encodePprof(profileOf(['main.main;main.push;runtime.gopark 7'], {type: 'goroutine'}));

const SERIES = {
  series: [
    {
      labels: [
        {name: 'service_name', value: 'shop/web'},
        {name: 'pod', value: 'web-1'},
      ],
      points: [
        {value: 1, timestamp: '1790000000000'},
        {value: 7, timestamp: '1790000030000'},
        {value: 0, timestamp: '1790000045000'},
      ],
    },
    {labels: [{name: 'service_name', value: 'batch'}], points: [{value: 3, timestamp: '1790000015000'}]},
    {labels: [{name: 'service_name', value: 'gone'}]},
  ],
};

function pyroscopeOf(profile: Uint8Array, isOld: boolean): (asked: Asked, response: ServerResponse) => void {
  return ({path}, response) => {
    if (path.endsWith('/SelectSeries')) response.end(JSON.stringify(SERIES));
    else if (path.endsWith('/SelectMergeProfile')) response.end(profile);
    else if (isOld) response.end(RESPONSE.encode({flamegraph: {names: ['total'], total: 9}}).finish());
    else response.end(RESPONSE.encode({dot: 'digraph', pprof: {profile}}).finish());
  };
}

const asMerge = ({body}: Asked): Record<string, unknown> => REQUEST.toObject(REQUEST.decode(body), {longs: Number});

describe('Pyroscope', () => {
  it('is asked for the series, and for one merged profile of each', async () => {
    const [url, asked] = await serve(pyroscopeOf(cpu, false));
    const root = newFolder();
    const headers = join(newFolder(), 'headers');
    writeFileSync(headers, 'X-Scope-OrgID: tenant-7\n');
    const query = `${CPU}{namespace="shop"}`;
    const from = ['--from', 'pyroscope', `${url}/`, '--query', query, '--since', '10m', '--header', `@${headers}`];
    const {code, stderr, stdout} = await pprofxBeside(['export', ...from, '-o', root]);
    expect([stderr, code]).toEqual(['', 0]);
    expect(stdout).toBe(`profiles in ${root}: 2 added, 0 known before, 0 unread\n`);
    expect(asked.map(({method, path}) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST SelectSeries',
      'POST SelectMergeStacktraces',
      'POST SelectMergeStacktraces',
    ]);
    expect(asked.map((each) => each.headers['x-scope-orgid'])).toEqual(['tenant-7', 'tenant-7', 'tenant-7']);
    const series = JSON.parse(asked[0].body.toString()) as Record<string, number>;
    expect(series).toMatchObject({
      profileTypeID: CPU,
      labelSelector: '{namespace="shop"}',
      groupBy: ['service_name', 'pod'],
      step: 600,
    });
    expect(series['end'] - series['start']).toBe(600_000);
    expect(asked[1].headers['content-type']).toBe('application/proto');
    expect(asMerge(asked[1])).toEqual({
      profileTypeID: CPU,
      labelSelector: '{namespace="shop",service_name="shop/web",pod="web-1"}',
      start: series['start'],
      end: series['end'],
      format: 4,
    });
    expect(asMerge(asked[2])['labelSelector']).toBe('{namespace="shop",service_name="batch",pod=""}');
    const rows = await rowsOf(root, 'profiles');
    expect(rows.map(({instance, kind, duration_nanos: duration}) => [instance, kind, duration]).sort()).toEqual([
      ['', 'cpu', 600_000_000_000n],
      ['web-1', 'cpu', 600_000_000_000n],
    ]);
    expect(tableFiles(root, 'profiles').map((path) => /service=[^/]*/.exec(path)?.[0])).toEqual([
      'service=batch',
      'service=shop%2Fweb',
    ]);
    expect((await rowsOf(root, 'samples')).map((row) => row['cpu'])).toEqual([9_000_000_000n, 9_000_000_000n]);
  });

  it.each([
    ['answers with a flamegraph instead', true],
    ['refuses the newer method', undefined],
  ])('that %s is asked by the older method', async (_, isOld) => {
    const old = pyroscopeOf(cpu, true);
    const [url, asked] = await serve((each, response) => {
      if (isOld === undefined && each.path.endsWith('Stacktraces'))
        response.writeHead(501).end('{"code":"unimplemented"}');
      else old(each, response);
    });
    const root = newFolder();
    const {code} = await pprofxBeside(['export', '--from', 'pyroscope', url, '--query', CPU, '-o', root]);
    expect(code).toBe(0);
    expect(asked.map(({path}) => path.split('/').at(-1))).toEqual([
      'SelectSeries',
      'SelectMergeStacktraces',
      'SelectMergeProfile',
      'SelectMergeStacktraces',
      'SelectMergeProfile',
    ]);
    const {format, ...rest} = asMerge(asked[1]);
    expect([format, asMerge(asked[2])]).toEqual([4, rest]);
    expect(await rowsOf(root, 'profiles')).toHaveLength(2);
  });

  it('goroutines are those of the last moment, not a sum over the window', async () => {
    const [url, asked] = await serve(pyroscopeOf(goroutines, false));
    const root = newFolder();
    const type = 'goroutines:goroutine:count:goroutine:count';
    await pprofxBeside([
      'export',
      '--from',
      'pyroscope',
      url,
      '--query',
      type,
      '--by',
      'service=service_name',
      '-o',
      root,
    ]);
    expect(JSON.parse(asked[0].body.toString())).toMatchObject({groupBy: ['service_name'], step: 15});
    expect(asMerge(asked[1])).toMatchObject({start: 1_790_000_015_001, end: 1_790_000_030_000});
    const [row] = await rowsOf(root, 'profiles');
    expect([row['kind'], row['duration_nanos'], row['totals']]).toEqual(['goroutine', 0n, [7n]]);
  });

  it('what it says when it refuses is repeated, without what it was sent', async () => {
    const [url] = await serve((_asked, response) => {
      response.writeHead(400).end('{"code":"invalid_argument","message":"token s3cret-token: no org id"}');
    });
    const headers = join(newFolder(), 'headers');
    writeFileSync(headers, 'Authorization: s3cret-token\n');
    const line = ['export', '--from', 'pyroscope', url, '--query', CPU, '--header', `@${headers}`, '-o', newFolder()];
    const {code, stderr} = await pprofxBeside(line);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${url}/querier.v1.QuerierService/SelectSeries: the server answered 400 Bad Request: `);
    expect(stderr).toContain('no org id');
    expect(stderr).not.toContain('s3cret-token');
  });

  it('a profile that cannot be fetched is one warning, and the others are there', async () => {
    const good = pyroscopeOf(cpu, false);
    const [url] = await serve((asked, response) => {
      const isBad = asked.body.includes('batch') && !asked.path.endsWith('/SelectSeries');
      if (isBad) response.writeHead(500).end('too many blocks');
      else good(asked, response);
    });
    const root = newFolder();
    const line = ['export', '--from', 'pyroscope', url, '--query', CPU, '-o', root];
    const {code, stderr, stdout} = await pprofxBeside(line);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      /^warning: .*SelectMergeProfile: .* 500 Internal Server Error: too many blocks \(NETWORK\)\n$/,
    );
    expect(stdout).toContain('1 added, 0 known before, 1 unread');
  });

  it('knows only the fields it reads: others before, between and behind them are passed over', async () => {
    // As a server of tomorrow may write it: every wire type, in unknown fields of the answer and of the message in it.
    const unknown = [
      0x78, 0x96, 0x01, 0x81, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 0x8d, 0x01, 1, 2, 3, 4, 0x92, 0x01, 0x01, 0x2a,
    ];
    const inner = RESPONSE.root.lookupType('PprofProfile').encode({profile: cpu}).finish();
    const pprof = Buffer.concat([Buffer.from(unknown), inner, Buffer.from(unknown)]);
    const length = [(pprof.length & 0x7f) | 0x80, pprof.length >> 7];
    const answer = Buffer.concat([Buffer.from([...unknown, 0x2a, ...length]), pprof, Buffer.from(unknown)]);
    const old = pyroscopeOf(cpu, true);
    const [url, asked] = await serve((each, response) => {
      if (each.path.endsWith('Stacktraces')) response.end(answer);
      else old(each, response);
    });
    const root = newFolder();
    expect((await pprofxBeside(['export', '--from', 'pyroscope', url, '--query', CPU, '-o', root])).code).toBe(0);
    expect(asked.some(({path}) => path.endsWith('/SelectMergeProfile'))).toBe(false);
    expect((await rowsOf(root, 'samples')).map((row) => row['cpu'])).toEqual([9_000_000_000n, 9_000_000_000n]);
  });

  it('a window in which nothing was recorded is an answer without a profile, and one warning', async () => {
    const [url] = await serve(({path}, response) => {
      if (path.endsWith('/SelectSeries')) response.end(JSON.stringify({series: [SERIES.series[1]]}));
      else if (path.endsWith('/SelectMergeProfile')) response.end();
      else response.end(RESPONSE.encode({pprof: {}}).finish());
    });
    const {code, stderr, stdout} = await pprofxBeside([
      'export',
      '--from',
      'pyroscope',
      url,
      '--query',
      CPU,
      '-o',
      newFolder(),
    ]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^warning: .*the input is empty/);
    expect(stdout).toContain('1 unread');
  });

  it('a server that is silent is given up after --timeout', async () => {
    const [url] = await serve(() => undefined);
    const line = ['export', '--from', 'pyroscope', url, '--query', CPU, '--timeout', '0.2', '-o', newFolder()];
    const {code, stderr} = await pprofxBeside(line);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('not finished within 0.2 s')]);
  });
});

describe('Parca', () => {
  const labelset = (labels: Readonly<Record<string, string>>): object => ({
    labels: Object.entries(labels).map(([name, value]) => ({name, value})),
  });
  const RANGE = {
    series: [
      {
        labelset: labelset({instance: 'a:80', job: 'web'}),
        samples: [
          {timestamp: '2026-09-21T13:00:00Z', value: '5'},
          {timestamp: '2026-09-21T13:00:10.123Z', value: '7'},
        ],
      },
      {
        labelset: labelset({instance: 'b:80', job: 'web', node: 'n "1"'}),
        samples: [{timestamp: '2026-09-21T13:00:09Z', value: '7'}],
      },
    ],
  };
  const parcaOf =
    (profile: Uint8Array) =>
    ({path}: Asked, response: ServerResponse): void => {
      const answer = {pprof: Buffer.from(gzipSync(profile)).toString('base64'), total: '0', filtered: '0'};
      response.end(JSON.stringify(path.endsWith('/query_range') ? RANGE : answer));
    };

  it('gives the last profile of each series as it is', async () => {
    const [url, asked] = await serve(parcaOf(goroutines));
    const root = newFolder();
    const query = 'goroutine:goroutine:count:goroutine:count{job="web"}';
    const {code, stderr} = await pprofxBeside(['export', '--from', 'parca', url, '--query', query, '-o', root]);
    expect([stderr, code]).toEqual(['', 0]);
    expect(asked.map(({path}) => path)).toEqual([
      '/api/profiles/query_range',
      '/api/profiles/query',
      '/api/profiles/query',
    ]);
    expect(asked[0].query.get('query')).toBe(query);
    expect(Object.fromEntries(asked[1].query)).toEqual({
      mode: 'MODE_SINGLE_UNSPECIFIED',
      'single.query': 'goroutine:goroutine:count:goroutine:count{job="web",instance="a:80",job="web"}',
      'single.time': '2026-09-21T13:00:10.123Z',
      report_type: 'REPORT_TYPE_PPROF',
    });
    expect(asked[2].query.get('single.query')).toContain(String.raw`node="n \"1\""`);
    const rows = await rowsOf(root, 'profiles');
    expect(rows.map(({instance, kind}) => [instance, kind])).toEqual([
      ['a:80', 'goroutine'],
      ['b:80', 'goroutine'],
    ]);
  });

  it('merges what adds up over the window, one profile for each combination of labels', async () => {
    const [url, asked] = await serve(parcaOf(cpu));
    const root = newFolder();
    const query = `${CPU}:delta`;
    const line = [
      'export',
      '--from',
      'parca',
      url,
      '--query',
      query,
      '--by',
      'service=job',
      '--since',
      '1m',
      '-o',
      root,
    ];
    expect((await pprofxBeside(line)).code).toBe(0);
    expect(asked).toHaveLength(2);
    const [{query: range}, {query: merge}] = asked;
    expect(Object.fromEntries(merge)).toEqual({
      mode: 'MODE_MERGE',
      'merge.query': `${query}{job="web"}`,
      'merge.start': range.get('start'),
      'merge.end': range.get('end'),
      report_type: 'REPORT_TYPE_PPROF',
    });
    const [row] = await rowsOf(root, 'profiles');
    expect([row['kind'], row['duration_nanos']]).toEqual(['cpu', 60_000_000_000n]);
  });

  it('what its gateway says of what is not there is repeated: of one profile as a warning, of all as a failure', async () => {
    const gone = {code: 5, message: 'could not find profile at requested time and selectors', details: []};
    const none = {code: 3, message: 'failed to parse query', details: []};
    const good = parcaOf(goroutines);
    const line = (url: string): string[] => [
      ...['export', '--from', 'parca', url, '--query', 'goroutine:goroutine:count:goroutine:count', '-o', newFolder()],
    ];
    const [one] = await serve((asked, response) => {
      if (asked.query.get('single.query')?.includes('b:80') !== true) good(asked, response);
      else response.writeHead(404, {'content-type': 'application/json'}).end(JSON.stringify(gone));
    });
    const partial = await pprofxBeside(line(one));
    expect([partial.code, partial.stdout]).toEqual([7, expect.stringContaining('1 added, 0 known before, 1 unread')]);
    expect(partial.stderr).toMatch(
      /^warning: .* 404 Not Found: .*could not find profile at requested time and selectors/,
    );
    const [all] = await serve((_asked, response) => response.writeHead(400).end(JSON.stringify(none)));
    const failed = await pprofxBeside(line(all));
    expect([failed.code === 0, failed.stderr]).toEqual([false, expect.stringContaining('failed to parse query')]);
  });

  it('times keep their nanoseconds: a profile is asked for by the very time of its sample', async () => {
    const time = '2026-09-21T13:00:10.123456789Z';
    const series = [{labelset: labelset({job: 'web'}), samples: [{timestamp: time, value: '7', valuePerSecond: 0}]}];
    const good = parcaOf(goroutines);
    const [url, asked] = await serve((each, response) => {
      if (each.path.endsWith('/query_range')) response.end(JSON.stringify({series}));
      else good(each, response);
    });
    const query = 'goroutine:goroutine:count:goroutine:count';
    expect((await pprofxBeside(['export', '--from', 'parca', url, '--query', query, '-o', newFolder()])).code).toBe(0);
    expect(asked[0].query.get('step')).toMatch(/^\d+(?:\.\d+)?s$/);
    expect(asked[1].query.get('single.time')).toBe(time);
  });

  it('an answer that is no JSON is said so', async () => {
    const [url] = await serve((_asked, response) => response.end('<html>'));
    const line = ['export', '--from', 'parca', url, '--query', `${CPU}:delta`, '-o', newFolder()];
    const {stderr} = await pprofxBeside(line);
    expect(stderr).toContain('the answer is no JSON');
  });
});

describe('a query', () => {
  it('is a type, with matchers or without', () => {
    expect(parseSelector(`${CPU}{a="{}", b=~"x"}`)).toEqual({type: CPU, matchers: 'a="{}", b=~"x"'});
    expect(parseSelector(CPU)).toEqual({type: CPU, matchers: ''});
    expect(() => parseSelector('cpu')).toThrow(/--query expects TYPE or TYPE\{label="value"\}, not cpu/);
  });

  it('takes any label and value', () => {
    expect(selectorOf('a="b",', [['k8s.pod', 'x"\\\n']])).toBe(String.raw`{a="b","k8s.pod"="x\"\\\n"}`);
    expect([...parseBy('service=job, instance')]).toEqual([
      ['service', 'job'],
      ['instance', 'instance'],
    ]);
    expect(() => parseBy('a b')).toThrow(/--by expects labels/);
  });

  it.each([
    [['--from', 'pyroscope', 'http://x'], '--from pyroscope needs --query'],
    [['--from', 'parca', 'dumps', '--query', CPU], '--from parca expects the URL of one server'],
    [['--from', 'parca', '--query', CPU], '--from parca expects the URL of one server'],
    [['--from', 'parca', 'http://a:b@x', '--query', CPU], 'every user of the machine sees the password'],
    [['--from', 'parca', 'http://x', '--query', CPU, '--since', 'long'], '--since expects a duration'],
    [['dumps', '--query', CPU], '--query asks a server'],
  ])('%j is refused', (words, message) => {
    const {code, stderr} = pprofx(['export', ...words, '-o', newFolder()]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain('a:b@');
  });
});
