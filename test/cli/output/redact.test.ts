import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {groupGoroutines} from '../../../src/analysis/goroutines/groups.ts';
import {reportAssets} from '../../../src/cli/server/viewer-assets.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {enclosingFunction, shortName} from '../../../src/model/symbol.ts';
import {readProfile} from '../../../src/read.ts';
import {COMPARE_PARTS} from '../../../src/render/html/link-modules.ts';
import {pprofx} from '../../support/cli.ts';
import {bytesField, join as joinBytes, message, numberField, packedField} from '../../support/proto.ts';
import {partOfIncident, samplePath} from '../../support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-redact-'));
let reports = 0;

/** A report's HTML without the viewer's own script, and what its data blocks unpack to. */
function report(args: readonly string[]): {html: string; payloads: Buffer[]} {
  const path = join(folder, `${reports++}.html`);
  const {code, stderr} = pprofx([...args, '-o', path]);
  expect({code, stderr: stderr.startsWith('redacted: ')}).toEqual({code: 0, stderr: true});
  const whole = readFileSync(path, 'utf8');
  // A report of several inputs carries what compares them.
  const scripts = [reportAssets().script, reportAssets(COMPARE_PARTS).script];
  const html = scripts.reduce((text, script) => text.replace(script, ''), whole);
  expect(html.length).toBeLessThan(whole.length);
  const payloads = [...html.matchAll(/"base64":"([^"]+)"/g)].map(([, text]) => gunzipSync(Buffer.from(text, 'base64')));
  return {html, payloads};
}

/** Those of the secrets that can be read somewhere in the report. */
function leaks({html, payloads}: {html: string; payloads: readonly Buffer[]}, secrets: Iterable<string>): string[] {
  const places = [html, ...payloads.map((bytes) => bytes.toString('utf8'))];
  const found = new Set<string>();
  const begun = byBeginning(secrets);
  for (const text of places) {
    for (let at = 0; at + BEGINNING <= text.length; at++) {
      for (const secret of begun.get(text.slice(at, at + BEGINNING)) ?? []) {
        if (text.startsWith(secret, at)) found.add(secret);
      }
    }
  }
  return [...found];
}

/** Letters by which secrets are filed; none is shorter. Looking for each of thousands in megabytes takes far longer. */
const BEGINNING = 5;

function byBeginning(secrets: Iterable<string>): Map<string, string[]> {
  const filed = new Map<string, string[]>();
  for (const secret of new Set(secrets)) {
    expect(secret.length).toBeGreaterThanOrEqual(BEGINNING);
    const beginning = secret.slice(0, BEGINNING);
    filed.set(beginning, [...(filed.get(beginning) ?? []), secret]);
  }
  return filed;
}

/** Every string of a profile that belongs to somebody: names with a host in front, their files, paths, labels. */
function secretsOf(profile: Profile): Set<string> {
  const secrets = new Set<string>();
  for (let row = 1; row < profile.strings.length; row++) {
    const text = profile.strings.at(row);
    const isOwned = /^[\w-]+\.[\w.-]+\//.test(text) || text.startsWith('/') || text.includes('/vendor/');
    if (isOwned && text.length > 4) secrets.add(text);
  }
  for (const {buildId, file} of profile.mappings)
    for (const text of [buildId, file]) if (text !== '' && !text.startsWith('[v')) secrets.add(text);
  return secrets;
}

const DUMP = join(folder, 'goroutine-debug2-before.txt');
writeFileSync(DUMP, partOfIncident());
const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');

describe('a redacted report holds no name, label or path of the original', () => {
  it.each([
    ['flame', ['flame', '--redact', '--sample-index', 'alloc_space', HEAP], [HEAP]],
    ['analyze', ['analyze', '--format', 'html', '--redact', DUMP, HEAP], [DUMP, HEAP]],
    [
      'analyze of debug=1 text',
      ['analyze', '--format', 'html', '--redact', samplePath('deletecollection-leak/goroutine-debug1-before.txt')],
      [samplePath('deletecollection-leak/goroutine-debug1-before.txt')],
    ],
    [
      'diff',
      ['diff', '--redact', samplePath('nodeips-hot/cpu-before.pb.gz'), samplePath('nodeips-hot/cpu-after.pb.gz')],
      [samplePath('nodeips-hot/cpu-before.pb.gz'), samplePath('nodeips-hot/cpu-after.pb.gz')],
    ],
  ])('%s', (_, args, inputs) => {
    const secrets = inputs.flatMap((path) => [...secretsOf(readProfile(readFileSync(path)))]);
    expect(secrets.length).toBeGreaterThan(100);
    const made = report(args);
    expect(made.payloads).toHaveLength(inputs.length);
    expect(leaks(made, [...secrets, ...inputs])).toEqual([]);
  });

  it('not even what is hidden in labels, comments, types, generics, build ids, patterns and file names', () => {
    const path = join(folder, 'secretname.pb');
    writeFileSync(path, secretProfile());
    const made = report(['flame', '--redact', path]);
    expect(made.html).not.toMatch(/secret/i);
    expect(made.payloads[0].toString('latin1')).not.toMatch(/secret/i);
  });

  it('not even in a dump: labels, states, creators, type arguments, vendoring modules', () => {
    const path = join(folder, 'secretdump.txt');
    writeFileSync(path, SECRET_DUMP);
    const made = report(['analyze', '--format', 'html', '--redact', path]);
    expect(made.html).not.toMatch(/secret/i);
    expect(made.payloads[0].toString()).not.toMatch(/secret/i);
    expect(made.payloads[0].toString()).toContain('goroutine 7 [other, 12 minutes]');
  });
});

describe('what a redacted report still tells', () => {
  it('a dump keeps ids, states, waits, addresses and groups', () => {
    const original = readProfile(readFileSync(DUMP));
    const redacted = readProfile(report(['analyze', '--format', 'html', '--redact', DUMP]).payloads[0]);
    expect(shapes(redacted)).toEqual(shapes(original));
    expect(redacted.goroutines?.id).toEqual(original.goroutines?.id);
    expect(redacted.goroutines?.argumentWord).toEqual(original.goroutines?.argumentWord);
    expect(redacted.goroutines?.parentId).toEqual(original.goroutines?.parentId);
  });

  it('a heap keeps its values, addresses and the standard library', () => {
    const original = readProfile(readFileSync(HEAP));
    const redacted = readProfile(report(['flame', '--redact', HEAP]).payloads[0]);
    expect(totals(redacted)).toEqual(totals(original));
    expect(redacted.locations.address).toEqual(original.locations.address);
    const names = Array.from(redacted.functions.name, (row) => redacted.strings.at(row));
    expect(names).toContain('encoding/json.(*decodeState).object');
    expect(names.every((name) => /^(?:[a-z][\w/]*|pkg\d+)\./.test(name))).toBe(true);
  });

  it('names of chosen modules stay, and with them the findings', () => {
    const run = pprofx(['analyze', '--format', 'json', '--redact-keep', 'k8s.io', DUMP, HEAP]);
    const {findings, inputs} = JSON.parse(run.stdout);
    expect(findings[0].culprit.function).toBe(
      'k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1',
    );
    expect(inputs.map(({name}: {name: string}) => name)).toEqual(['goroutine-1 (redacted)', 'heap-2 (redacted)']);
    expect(run.stdout).not.toContain('go.etcd.io');
  });

  it.each([
    ['replicaset-flood/heap-before.pb.gz', 'heap-deserialization', 'warning'],
    ['deletecollection-leak/goroutine-before.pb.gz', 'goroutine-leak-chan-send', 'critical'],
    ['nodeips-hot/cpu-before.pb.gz', 'hot-function', 'warning'],
  ])('what is wrong in %s, found by real names and said in pseudonyms', (sample, id, severity) => {
    const path = samplePath(sample);
    const secrets = spellingsOf(readProfile(readFileSync(path)));
    for (const format of ['json', 'text', 'markdown', 'sarif']) {
      const {stdout} = pprofx(['analyze', '--redact', '--format', format, path]);
      expect(secrets.filter((secret) => stdout.includes(secret))).toEqual([]);
    }
    const {findings} = JSON.parse(pprofx(['analyze', '--redact', '--format', 'json', path]).stdout);
    expect(findings[0]).toMatchObject({id, severity});
    const {html} = report(['analyze', '--format', 'html', '--redact', path]);
    expect(html).toContain(`&quot;id&quot;:&quot;${id}&quot;`);
    expect(secrets.filter((secret) => html.includes(secret))).toEqual([]);
  });

  it('a base has the same pseudonyms as what is compared with it', () => {
    const {stdout} = pprofx(['analyze', '--redact', '--format', 'json', '--base', HEAP, DUMP, '--base', DUMP, HEAP]);
    const {base} = JSON.parse(stdout);
    expect(base.gone).toEqual([]);
    expect(stdout).not.toContain('k8s.io');
  });

  it('convert writes the same profile under other names', () => {
    const path = join(folder, 'converted.pb.gz');
    expect(pprofx(['convert', '--redact', HEAP, '-o', path]).code).toBe(0);
    const bytes = gunzipSync(readFileSync(path));
    expect(leaks({html: '', payloads: [bytes]}, secretsOf(readProfile(readFileSync(HEAP))))).toEqual([]);
    expect(totals(readProfile(bytes))).toEqual(totals(readProfile(readFileSync(HEAP))));
  });
});

function totals({samples}: Profile): number[] {
  return samples.values.map((column) => column.reduce((sum, value) => sum + value));
}

/** Count, states and waits of every group, in order. */
function shapes(profile: Profile): unknown[] {
  const {groups} = groupGoroutines(profile, {similar: 'functions', by: 'stack', keep: undefined});
  return groups.map(({count, states, wait}) => ({count, states, wait}));
}

/** Every spelling of a function outside the standard library that a text may use: with and without its path. */
function spellingsOf(profile: Profile): string[] {
  const names = Array.from(profile.functions.name, (row) => profile.strings.at(row));
  const foreign = names.filter((name) => name.includes('/') && name.split('/', 1)[0].includes('.'));
  return [...new Set(foreign.flatMap((name) => [name, shortName(name), enclosingFunction(name)]))];
}

const SECRET_DUMP = `goroutine 7 [secret state, 12 minutes]:
secret.example/vendor/net/http.(*conn).serve(0xc000012345, {0xc0000aa000, 0x1})
	/home/secret/go/src/net/http/server.go:1995 +0x612
sync.(*Map[secret.example/team.Key]).Load(0xc000012345)
	/home/secret/sdk/src/sync/map.go:12 +0x1
internal/secretbilling.Charge(...)
	/build/secret/charge.go:3
main.secretWork(0x1)
	/home/secret/main.go:30 +0x2
created by secret.example/team.(*Secret).Start in goroutine 1
	/home/secret/start.go:9 +0x5

goroutine 8 [select, 3 minutes, locked to thread]{secretkey: secretvalue}:
secret.example/team.wait()
	/home/secret/wait.go:1 +0x2
`;

/** One sample, with a secret in every place that holds a string. */
function secretProfile(): Uint8Array {
  const strings = [
    '',
    'secret_conns',
    'secret_unit',
    'secret.example/team.(*Secret).Run[go.shape.secret]',
    '/home/secret/run.go',
    'secretkey',
    'secretvalue',
    'secret comment',
    '/opt/secret/binary',
    'secretbuildid',
    'secret\\.drop',
    'https://secret.example/doc',
    'slices.SortFunc[secret.example/team.Row]',
    '/home/secret/sdk/go/src/slices/sort.go',
  ];
  return joinBytes(
    message(1, numberField(1, 1), numberField(2, 2)),
    message(2, packedField(1, [1, 2]), packedField(2, [5]), message(3, numberField(1, 5), numberField(2, 6))),
    message(3, numberField(1, 1), numberField(5, 8), numberField(6, 9)),
    message(4, numberField(1, 1), numberField(2, 1), message(4, numberField(1, 1), numberField(2, 1))),
    message(4, numberField(1, 2), numberField(2, 1), message(4, numberField(1, 2), numberField(2, 1))),
    message(5, numberField(1, 1), numberField(2, 3), numberField(3, 3), numberField(4, 4)),
    message(5, numberField(1, 2), numberField(2, 12), numberField(3, 12), numberField(4, 13)),
    ...strings.map((text) => bytesField(6, text)),
    numberField(7, 10),
    packedField(13, [7]),
    numberField(14, 1),
    numberField(15, 11),
  );
}
