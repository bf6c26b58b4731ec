/**
 * Files that hold several profiles, as inputs and in archives.
 */
import {randomBytes} from 'node:crypto';
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {chooseInputs, type Use} from '../../../src/cli/case/choose-inputs.ts';
import {holdContainers} from '../../../src/cli/case/hold-containers.ts';
import {openEvidence} from '../../../src/cli/case/open-evidence.ts';
import {readPairs} from '../../../src/cli/case/pairs.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {readRawInputs} from '../../../src/cli/input/raw-input.ts';
import {readProfile} from '../../../src/read.ts';
import {encodeOtlp} from '../../../src/render/exchange/otlp.ts';
import {file, tarOf, zipOf} from '../../support/archives.ts';
import {pprofx} from '../../support/cli.ts';
import {bytesField} from '../../support/proto.ts';
import {samplePath} from '../../support/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'parts-'));
const CPU = readFileSync(samplePath('nodeips-hot/cpu-before.pb.gz'));
const AFTER = readFileSync(samplePath('nodeips-hot/cpu-after.pb.gz'));

function written(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** What the collector's file exporter writes: a message behind its length. */
function capture(...services: readonly string[]): Buffer {
  return Buffer.concat(
    services.map((service) => {
      const attribute = Buffer.concat([field(1, 'service.name'), field(2, field(1, service))]);
      const resource = field(1, field(1, attribute));
      const whole = encodeOtlp(readProfile(CPU));
      const message = withResource(Buffer.from(whole), resource);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return Buffer.concat([length, message]);
    }),
  );
}

function field(number: number, bytes: Uint8Array | string): Buffer {
  const payload = Buffer.from(bytes as Uint8Array);
  const head = [(number << 3) | 2];
  let rest = payload.length;
  for (; rest > 127; rest >>>= 7) head.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([...head, rest]), payload]);
}

/** Field 1 of the message with a resource behind the empty one that it has. */
function withResource(message: Buffer, resource: Buffer): Buffer {
  let at = 1;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    length |= (message[at] & 127) << shift;
    if (message[at++] < 128) break;
  }
  return Buffer.concat([
    field(1, Buffer.concat([message.subarray(at, at + length), resource])),
    message.subarray(at + length),
  ]);
}

describe('a file of OpenTelemetry profiles', () => {
  const path = written('capture.otlp', capture('web', 'cart'));

  it('is a process for each resource, in analyze, view and diff', async () => {
    const inputs = await holdContainers([path], {});
    const {processes} = await openEvidence(inputs, {}, {});
    expect(processes.map(({group, id}) => [id, group])).toEqual([
      ['cart', 'cart'],
      ['web', 'web'],
    ]);
    const addresses = processes.map(({moments}) => moments[0].evidence[0].evidence.address);
    expect(addresses).toEqual([`${path}!/cart/cpu`, `${path}!/web/cpu`]);
    const [{bytes}] = await readRawInputs([addresses[0]]);
    expect(readProfile(bytes).format).toBe('otlp');
    const pairs = await readPairs([path, path], {}, {});
    expect(pairs.map(({id}) => id)).toEqual(['cart', 'web']);
  });

  it.each<[Use, object, readonly string[]]>([
    ['merge', {}, ['']],
    ['one profile', {}, ['']],
    ['merge', {process: ['web']}, ['!/web/cpu']],
    ['one process', {process: ['web']}, ['!/web/cpu']],
  ])('for %s and %j stands as %j', async (use, choices, ends) => {
    expect(await chooseInputs({inputs: [path], reading: {}, choices}, use)).toEqual(ends.map((end) => path + end));
  });

  it('is opened in an archive, too', async () => {
    const tgz = written('with-capture.tgz', gzipSync(await tarOf([file('a/capture.otlp', capture('web', 'cart'))])));
    const {processes} = await openEvidence([tgz], {}, {});
    expect(processes.map(({id}) => id)).toEqual(['cart', 'web']);
    const {address} = processes[0].moments[0].evidence[0].evidence;
    expect((await readInput(address)).samples.length).toBeGreaterThan(100);
  });
});

describe('profiles one after the other', () => {
  it.each([
    ['runs of gzip', Buffer.concat([CPU, AFTER])],
    ['plain', Buffer.concat([gunzipSync(CPU), gunzipSync(AFTER)])],
    ['blocks of base64', `${CPU.toString('base64')}\n\n${AFTER.toString('base64')}\n`],
  ])('%s are inputs of their own', async (name, bytes) => {
    const path = written(`${name}.pb`, bytes);
    const chosen = await chooseInputs({inputs: [path], reading: {}, choices: {}}, 'merge');
    expect(chosen).toEqual([`${path}!/1`, `${path}!/2`]);
    const [{moments}] = (await openEvidence([path], {}, {})).processes;
    expect(moments.flatMap(({evidence}) => evidence)).toHaveLength(2);
    expect((await readInput(chosen[1])).samples.length).toBe(readProfile(AFTER).samples.length);
  });

  it('plain ones in one run of gzip are found when the first reader meets the second', () => {
    const path = written('one-run.pb.gz', gzipSync(Buffer.concat([gunzipSync(CPU), gunzipSync(AFTER)])));
    const {code, stdout} = pprofx(['top', path]);
    expect(code).toBe(0);
    expect(stdout).toBe(pprofx(['top', `${path}!/1`, `${path}!/2`]).stdout);
  });

  describe.each<[string, (bytes: Buffer) => Promise<Uint8Array>]>([
    ['a tar archive', (bytes) => tarOf([file('web/log.txt', 'nothing'), file('web/cpu.pb.gz', bytes)])],
    ['a zip archive', async (bytes) => zipOf([file('web/cpu.pb.gz', bytes)])],
    [
      'an archive in an archive',
      async (bytes) => zipOf([file('a/in.tgz', gzipSync(await tarOf([file('web/cpu.pb.gz', bytes)])))]),
    ],
  ])('in %s', (name, archive) => {
    const large = Buffer.concat([gunzipSync(CPU), bytesField(2047, randomBytes(1 << 20)), gunzipSync(AFTER)]);

    it.each([
      ['of more than a mebibyte, plain', large],
      ['of more than a mebibyte, in one run of gzip', gzipSync(large, {level: 1})],
      ['in one run of gzip', gzipSync(Buffer.concat([gunzipSync(CPU), gunzipSync(AFTER)]))],
      ['in two runs of gzip', Buffer.concat([CPU, AFTER])],
    ])('those %s are found', async (_, bytes) => {
      const path = written(`${name}.bin`, await archive(bytes));
      const {processes, troubles} = await openEvidence([path], {}, {});
      expect(troubles).toEqual([]);
      const addresses = processes.flatMap(({moments}) => moments.flatMap(({evidence}) => evidence));
      expect(addresses.map(({evidence}) => evidence.path.slice(-1))).toEqual(['1', '2']);
      const [, second] = addresses;
      expect((await readInput(second.evidence.address)).samples.length).toBe(readProfile(AFTER).samples.length);
    });
  });

  it('those of more than 32 MiB in an archive are reported', async () => {
    const huge = Buffer.concat([gunzipSync(CPU), bytesField(2047, Buffer.alloc(1 << 25)), gunzipSync(AFTER)]);
    const path = written('huge.tar', await tarOf([file('cpu.pb', huge)]));
    await expect(openEvidence([path], {}, {})).rejects.toThrow(/several profiles .* more than 32 MiB/);
  });

  it('one profile in several runs of gzip stays one', async () => {
    const plain = gunzipSync(CPU);
    const path = written(
      'split.pb.gz',
      Buffer.concat([gzipSync(plain.subarray(0, 999)), gzipSync(plain.subarray(999))]),
    );
    expect(await chooseInputs({inputs: [path], reading: {}, choices: {}}, 'merge')).toEqual([path]);
    expect((await readInput(path)).samples.length).toBe(readProfile(CPU).samples.length);
  });

  it('dumps that were pasted and then compressed are moments, in archives, too', async () => {
    const dump = readFileSync(samplePath('deletecollection-leak/goroutine-debug1-before.txt'));
    const packed = gzipSync(Buffer.concat([dump, Buffer.from('\nagain:\n'), dump]));
    const tar = await tarOf([file('web/dumps.txt.gz', packed)]);
    for (const path of [written('dumps.txt.gz', packed), written('dumps.tar', tar)]) {
      const [{moments}] = (await openEvidence(await holdContainers([path], {}), {}, {})).processes;
      expect(moments).toHaveLength(2);
    }
  });

  it('two dumps that were pasted are two moments, from standard input, too', () => {
    const dump = (count: number): string =>
      `goroutine 9 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/go/pprof.go:7 +0x1d\n\n${Array.from({length: count}, (_, id) => `goroutine ${id + 10} [chan send, 5 minutes]:\nmain.work(...)\n\t/src/main.go:7 +0x1d\n\n`).join('')}`;
    const {stdout} = pprofx(['analyze', '-'], {input: `before:\n${dump(400)}after:\n${dump(20)}`});
    expect(stdout).toContain('2 moments');
    expect(stdout).toMatch(/401 → 21/);
  });

  it('of different kinds are not merged: what there is is listed', async () => {
    const path = written('mixed.pb.gz', Buffer.concat([CPU, readFileSync(samplePath('misc/etcd-heap.pb.gz'))]));
    await expect(chooseInputs({inputs: [path], reading: {}, choices: {}}, 'merge')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('it holds heap, cpu'),
    });
  });
});
