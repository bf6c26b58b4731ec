/**
 * Tables as people paste them: what is said of them stands in them.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {readText} from '../support/goroutines.ts';

const HEADING = '      flat  flat%   sum%        cum   cum%';

/** The findings of a pasted text, its rows below the heading of a table. */
function judge(above: readonly string[], rows: readonly string[]): readonly Finding[] {
  return analyze([readText([...above, HEADING, ...rows, ''].join('\n'))]).findings;
}

function textOf({advice, evidence, title, why}: Finding): string {
  return [title, why, ...advice, ...evidence.map(({label, text, value}) => `${label} ${text ?? value}`)].join('\n');
}

describe('memory in a printed table', () => {
  const inUse = ['Type: inuse_space', 'Showing nodes accounting for 180MB, 90.00% of 200MB total'];

  test('the value of a function is the cum of its row, without a bound from sampling', () => {
    const [first] = judge(inUse, [
      '   60.00MB 30.00% 30.00%    60.00MB 30.00%  strings.Join',
      '   40.00MB 20.00% 50.00%   158.40MB 79.20%  acme.io/agent/scrape.gather',
      '   30.00MB 15.00% 65.00%    42.00MB 21.00%  acme.io/series.merge',
    ]);
    expect(first.culprit.function).toBe('acme.io/agent/scrape.gather');
    expect(first.evidence[0].value).toBe(Math.round(158.4 * 2 ** 20));
    expect(textOf(first)).toContain('158.40MB of 200MB, 79.20%');
    expect(textOf(first)).not.toContain('±');
    expect(first.evidence.some(({stack}) => stack !== undefined)).toBe(false);
    expect(first.evidenceLevel).toBe('possible');
  });

  test('rows with cum only name the innermost function that keeps most of it', () => {
    const [first] = judge(inUse, [
      '         0     0%     0%   180.00MB 90.00%  acme.io/api.list.func1',
      '         0     0%     0%    62.00MB 31.00%  acme.io/api.withLog.func1',
      '         0     0%     0%   150.00MB 75.00%  acme.io/api.render',
    ]);
    expect(first.culprit.function).toBe('acme.io/api.render');
    expect(first.title).toContain('75%');
  });

  test('a function whose cum less flat is the leaf calls it, and is named', () => {
    const [first] = judge(inUse, [
      '   70.00MB 35.00% 35.00%    70.00MB 35.00%  acme.io/bin.(*Reader).Str (inline)',
      '   60.00MB 30.00% 65.00%   130.00MB 65.00%  acme.io/wal.(*Scanner).Record',
    ]);
    expect(first.culprit.function).toBe('acme.io/wal.(*Scanner).Record');
    expect(first.evidence[0].value).toBe(130 * 2 ** 20);
  });

  test('bytes that were allocated are never said to be held', () => {
    const findings = judge(
      ['(pprof) alloc_space', 'Showing nodes accounting for 3.6GB, 90.00% of 4GB total'],
      [
        '    2.00GB 50.00% 50.00%     3.00GB 75.00%  acme.io/scan.Lines',
        '    0.60GB 15.00% 65.00%     3.90GB 97.50%  acme.io/agent.(*Job).tick',
      ],
    );
    expect(findings.map(({id}) => id)).toEqual(['allocation-churn']);
    expect(findings[0].culprit.function).toBe('acme.io/scan.Lines');
    expect(textOf(findings[0])).not.toMatch(/\bholds?\b|of the heap/);
  });

  test('bytes of no known type are not said to be held, and the finding asks for the type', () => {
    const [first] = judge(
      ['Showing nodes accounting for 1.8GB, 90.00% of 2GB total'],
      ['    0.90GB 45.00% 45.00%     1.60GB 80.00%  compress/flate.NewWriter'],
    );
    expect(textOf(first)).not.toMatch(/\bholds?\b|in use \d/);
    expect(textOf(first)).toContain('-sample_index=inuse_space');
  });

  test('objects are judged as bytes are', () => {
    const [first] = judge(
      ['Type: alloc_objects', 'Showing nodes accounting for 50000000, 62.50% of 80000000 total'],
      [
        '  24000000 30.00% 30.00%   24000000 30.00%  acme.io/rule.(*Env).copy',
        '   9000000 11.25% 41.25%   12000000 15.00%  acme.io/rule.(*Env).node',
      ],
    );
    expect(first.id).toBe('allocation-churn');
    expect(first.culprit.function).toBe('acme.io/rule.(*Env).copy');
    expect(first.title).toContain('objects');
  });

  test('the limit printed is the one that decided', () => {
    const [first] = judge(
      ['Type: inuse_space', 'Showing nodes accounting for 1900MB, 76.00% of 2500MB total'],
      [
        '  600.00MB 24.00% 24.00%   600.00MB 24.00%  acme.io/idx.intern',
        '  400.00MB 16.00% 40.00%   400.00MB 16.00%  acme.io/idx.(*Row).Unmarshal',
      ],
    );
    expect(first.severity).toBe('warning');
    expect(first.why).toContain('20% and 512MB');
    expect(first.why).not.toContain('30%');
  });

  test('decoders that a watch feeds are not the owner, and the table does not show of which kind the objects are', () => {
    const [first] = judge(
      ['Type: inuse_space', 'Showing nodes accounting for 1.9GB, 95.00% of 2GB total'],
      [
        '         0     0%     0%     1.92GB 96.00%  k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive',
        '         0     0%     0%     1.92GB 96.00%  k8s.io/client-go/rest/watch.(*Decoder).Decode',
        '         0     0%     0%     1.90GB 95.00%  k8s.io/apimachinery/pkg/runtime/serializer/protobuf.unmarshalToObject',
        '         0     0%     0%     1.80GB 90.00%  github.com/gogo/protobuf/proto.Unmarshal',
      ],
    );
    expect(first.culprit.function).toBe('k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive');
    expect(textOf(first)).toContain('does not show of which kind');
    expect(textOf(first)).not.toContain('peek');
  });
});

describe('Kubernetes objects in a printed table', () => {
  const rows = [
    '    1200MB 24.00% 24.00%     1300MB 26.00%  k8s.io/api/core/v1.(*ConfigMap).Unmarshal',
    '     900MB 18.00% 42.00%     1500MB 30.00%  k8s.io/api/apps/v1.(*ReplicaSet).Unmarshal',
    '     400MB  8.00% 50.00%      800MB 16.00%  k8s.io/api/core/v1.(*PodSpec).Unmarshal',
    '     300MB  6.00% 56.00%      900MB 18.00%  k8s.io/api/core/v1.(*PodTemplateSpec).Unmarshal',
    '         0     0% 56.00%     4200MB 84.00%  k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection',
  ];
  const above = ['Type: inuse_space', 'Showing nodes accounting for 2800MB, 56.00% of 5000MB total'];

  test('have the values of their rows; how they came is not said', () => {
    const [first] = judge(above, rows);
    expect(`${first.id} ${first.resource?.kind} ${first.evidenceLevel}`).toBe(
      'heap-deserialization ReplicaSet possible',
    );
    expect(first.evidence.map(({label, value}) => [label, Number(value) / 2 ** 20])).toEqual([
      ['memory in use', 1500],
      ['also v1 ConfigMap', 1300],
      ['also v1 Pod', 900],
    ]);
    expect(textOf(first)).not.toMatch(/100%|DeleteCollection/);
  });

  test('beside a crowd of goroutines: the row, and no kind', () => {
    const table = readText([...above, HEADING, ...rows, ''].join('\n'));
    const crowd = readText(
      [
        'goroutine profile: total 1900',
        '1823 @ 0x43a0b6 0x4066dd 0x4064bd 0x4a1000 0x46a581',
        '#\t0x4064bc\truntime.chansend1+0x1c\t/go/src/runtime/chan.go:145',
        '#\t0x4a0fff\tk8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1+0x3f\t/s.go:1020',
        '',
      ].join('\n'),
    );
    const [first] = analyze([table, crowd]).findings;
    expect(`${first.id} ${first.evidenceLevel}`).toBe('retained-by-goroutines possible');
    expect(first.title).toMatch(/keep 4\.10GB alive$/);
  });
});

describe('CPU time in a printed table', () => {
  test('a table without its total has the shares that it prints', () => {
    const [first] = judge(
      [],
      [
        '     3.80s  6.80%  6.80%      3.80s  6.80%  runtime.memmove',
        '     0.90s  1.60%  8.40%     22.40s 40.00%  acme.io/doc.walk',
      ],
    );
    expect(first.culprit.function).toBe('acme.io/doc.walk');
    expect(first.title).toContain('40%');
    expect(first.evidenceLevel).toBe('possible');
  });
});

describe('other things that people paste', () => {
  test('a fragment of a tree keeps the small shares that it prints', () => {
    const rows = [
      '         .          .            3.10s 88.57% |   acme.io/feed.poll',
      '     0.40s  0.16%  0.16%      3.50s  1.37%                | acme.io/feed.parse',
      '         .          .            2.90s 82.86% |   sync/atomic.(*Int32).Add',
    ];
    const [first] = judge([], rows);
    expect(first).toBeUndefined();
  });

  test('of `list` the function, with its cum, its share and its heaviest lines', () => {
    const text = [
      'Total: 6GB',
      'ROUTINE ======================== acme.io/chat/ws.writerFor in /src/ws/deflate.go',
      '  512MB     4.50GB (flat, cum) 75.00% of Total',
      '      .          .     10:func writerFor(c *conn) io.Writer {',
      '  512MB      512MB     11:  state := new(state)',
      '      .     3.98GB     12:  return flate.NewWriter(c, 1)',
      '      .          .     13:}',
      '',
    ].join('\n');
    const [first] = analyze([readText(text)]).findings;
    expect(first.culprit.function).toBe('acme.io/chat/ws.writerFor');
    expect(textOf(first)).toContain('4.50GB of 6GB, 75.00%');
    expect(textOf(first)).toMatch(/line 12 .*line 11/);
    expect(textOf(first)).not.toMatch(/\bholds?\b/);
  });

  test('a table with rows below zero says what grew and what shrank, and nothing worse than info', () => {
    const findings = judge(
      ['(pprof) top', 'Showing nodes accounting for 20s, 40% of 50s total'],
      [
        '    24.10s 48.20% 48.20%     24.30s 48.60%  acme.io/wire.encode',
        '    -4.10s  8.20% 40.00%     -4.20s  8.40%  acme.io/wire.grow',
      ],
    );
    expect(findings.map(({id, severity}) => `${severity} ${id}`)).toEqual(['info table-difference']);
    expect(textOf(findings[0])).toContain('grew wire.encode 24.30s');
    expect(textOf(findings[0])).toContain('shrank wire.grow -4.20s');
  });
});
