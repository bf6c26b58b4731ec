import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

const SICK = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const HEALTHY = samplePath('misc/etcd-heap.pb.gz');

function rulesFile(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'pprofx-test-')), name);
  writeFileSync(path, text);
  return path;
}

describe('analyze', () => {
  it.each([[SICK], [HEALTHY], [samplePath('replicaset-flood/heap-before.pb.gz')]])(
    'gives JSON that matches its published schema: %s',
    (input) => {
      const validate = new Ajv2020().compile(JSON.parse(pprofx(['schema', 'analyze']).stdout));
      validate(JSON.parse(pprofx(['analyze', '--format', 'json', input]).stdout));
      expect(validate.errors).toBeNull();
    },
  );

  it.each([
    ['warning', SICK, 1],
    ['critical', SICK, 1],
    ['info', HEALTHY, 0],
  ])('--fail-on %s of %s exits with %d', (severity, input, code) => {
    expect(pprofx(['analyze', '--fail-on', severity, input]).code).toBe(code);
  });

  it('says when a growing leak reaches the memory limit', () => {
    const dump = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
    const heap = samplePath('deletecollection-leak/heap-before.pb.gz');
    expect(pprofx(['analyze', '--mem-limit', '4GiB', dump, heap]).stdout).toMatch(/in about 1\.\d h at this rate/);
  });

  it('Markdown escapes what names hold', () => {
    const {stdout} = pprofx(['analyze', '--format', 'markdown', SICK]);
    expect(stdout).toContain('## 1. 18\u202f230 goroutines');
    expect(stdout).toContain('registry.(\\*Store).DeleteCollection.func1');
  });

  it('SARIF names rule, place and fingerprint', () => {
    const {runs, version} = JSON.parse(pprofx(['analyze', '--format', 'sarif', SICK]).stdout);
    const [result] = runs[0].results;
    expect(version).toBe('2.1.0');
    expect(result.ruleId).toBe(runs[0].tool.driver.rules[result.ruleIndex].id);
    expect(result.locations[0].physicalLocation.region.startLine).toBe(1037);
    expect(result.partialFingerprints['pprofx/v1']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('--show-idle lists what was set aside', () => {
    const dump = samplePath('replicaset-flood/goroutine-before.pb.gz');
    expect(pprofx(['analyze', dump]).stdout).not.toContain('client-go/idle-reflector');
    expect(pprofx(['analyze', '--show-idle', dump]).stdout).toContain('client-go/idle-reflector');
  });

  it('a folder stands for the processes in it', () => {
    const {code, stdout} = pprofx(['analyze', 'samples/nodeips-hot']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^found: 2 profiles; besides 2 other entries\nprocess +kind +files +size +time\n/);
    expect(stdout).toMatch(/WARNING .*NodeIPs/);
  });

  it('an archive without a profile is refused with what is wrong', () => {
    const {code, stderr} = pprofx(['analyze', 'docs/screenshots']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^docs\/screenshots: no profile and no dump among \d+ entries \(UNRECOGNIZED_FORMAT\)/);
  });
});

describe('rules of the user', () => {
  const idle = `
- id: mine/collections
  verdict: idle
  stack: ["registry.(*Store).DeleteCollection.func*"]
  title: known and waited for
`;

  it('come before the built-in ones', () => {
    expect(pprofx(['analyze', SICK]).stdout).toContain('CRITICAL');
    expect(pprofx(['analyze', '--rules', rulesFile('mine.yaml', idle), SICK]).stdout).toContain('No trouble found');
  });

  it('may be JSON', () => {
    const text = JSON.stringify({
      signatures: [{id: 'a/b', verdict: 'idle', stack: ['registry.(*Store).DeleteCollection.func*'], title: 'known'}],
    });
    expect(pprofx(['analyze', '--rules', rulesFile('mine.json', text), SICK]).stdout).toContain('No trouble found');
  });

  it.each([
    ['an unknown key', '- id: a/b\n  verdict: idle\n  stak: [x]\n', 'line 3'],
    ['an unknown verdict', '- id: a/b\n  title: t\n  stack: [x]\n  verdict: bad\n', 'line 4'],
    ['no list', 'id: a/b\n', 'line 1'],
    ['broken YAML', '- id: "a\n', 'neither YAML nor JSON'],
  ])('%s is refused with its line', (_, text, message) => {
    const {code, stderr} = pprofx(['analyze', '--rules', rulesFile('bad.yaml', text), SICK]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('explain', () => {
  it.each([
    ['deadlock', 'How it errs'],
    ['k8s/delete-collection', 'pull/105606'],
  ])('%s is explained', (id, text) => {
    expect(pprofx(['explain', id]).stdout).toContain(text);
  });

  it('with inputs shows one finding in full', () => {
    expect(pprofx(['explain', 'goroutine-leak-chan-send', SICK]).stdout).toContain('culprit');
  });

  it('an id that nobody knows is a usage error', () => {
    expect(pprofx(['explain', 'nosuch']).code).toBe(2);
  });
});
