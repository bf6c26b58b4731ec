/**
 * The page looks for less than the command line where nothing more can be found: this proves that nothing more can be.
 */
import {describe, expect, it} from 'vitest';
import {type Case, openCase} from '../../../../src/analysis/case/case.ts';
import {analyze} from '../../../../src/analyze.ts';
import {DETECTORS} from '../../../../src/detectors/index.ts';
import {diagnose} from '../../../../src/diagnose.ts';
import type {Profile} from '../../../../src/model/profile.ts';
import {CORE_SIGNATURES} from '../../../../src/signatures/index.ts';
import {CPU_DETECTORS} from '../../../../viewer/worker/knowledge/cpu-detectors.ts';
import {DELAY_DETECTORS} from '../../../../viewer/worker/knowledge/delay-detectors.ts';
import {DIFFERENCE_DETECTORS} from '../../../../viewer/worker/knowledge/difference-detectors.ts';
import {GOROUTINE_KNOWLEDGE} from '../../../../viewer/worker/knowledge/goroutine-knowledge.ts';
import {knowledgeFor} from '../../../../viewer/worker/knowledge/knowledge.ts';
import {MEMORY_DETECTORS} from '../../../../viewer/worker/knowledge/memory-detectors.ts';
import {readSample, sampleCases} from '../../../support/samples.ts';

const HEAP = readSample('replicaset-flood/heap-before.pb.gz');

/** Kinds of inputs that a detector asks a heap profile's case for. */
function askedKinds(detector: (typeof DETECTORS)[number]): string[] {
  const asked: string[] = [];
  const heap = openCase([HEAP]);
  const recording: Case = {
    ...heap,
    ofKind: (...kinds) => {
      asked.push(...kinds);
      return heap.ofKind(...kinds);
    },
  };
  detector.detect(recording, detector.limits);
  return asked;
}

describe('what the page knows of inputs with goroutines', () => {
  it('is the whole registry of the core, in its order: signatures of the field come with the page', () => {
    expect(GOROUTINE_KNOWLEDGE).toEqual({detectors: DETECTORS, signatures: CORE_SIGNATURES});
  });
});

const idsFor = async (...profiles: readonly Profile[]): Promise<string[]> =>
  (await knowledgeFor(profiles)).detectors.map(({id}) => id);

const VALUE_SAMPLES = sampleCases()
  .flatMap(({name, profiles}) => Object.keys(profiles).map((file) => `${name}/${file}`))
  .filter((path) => !/^goroutine/.test(readSample(path).kind));

/** Kinds whose samples are goroutines or threads. */
const DUMPS: ReadonlySet<string> = new Set(['goroutine', 'goroutineleak', 'kernel']);

describe('what the page knows before it sees goroutines', () => {
  it('is every detector that asks for no goroutines or threads, in the order of the registry', async () => {
    const others = DETECTORS.filter((detector) => !askedKinds(detector).some((kind) => DUMPS.has(kind)));
    const cpu: Profile = {...HEAP, kind: 'cpu', sampleTypes: [{type: 'cpu', unit: 'nanoseconds'}]};
    const mutex: Profile = {...HEAP, kind: 'mutex', sampleTypes: [{type: 'delay', unit: 'nanoseconds'}]};
    const difference: Profile = {...HEAP, warnings: [{code: 'TABLE_DIFFERENCE', message: ''}]};
    const groups = [...MEMORY_DETECTORS, ...CPU_DETECTORS, ...DELAY_DETECTORS, ...DIFFERENCE_DETECTORS];
    expect(DETECTORS.filter((detector) => groups.includes(detector))).toEqual(others);
    expect(await idsFor(HEAP, cpu, mutex, difference)).toEqual(others.map(({id}) => id));
  });

  it.each(VALUE_SAMPLES)('finds in %s what all knowledge finds', async (path) => {
    const profile = readSample(path);
    const {findings, suppressed} = diagnose([profile], await knowledgeFor([profile]));
    const {findings: all, suppressed: allSuppressed} = analyze([profile]);
    expect({findings, suppressed}).toEqual({findings: all, suppressed: allSuppressed});
  });

  it('finds in several inputs together what all knowledge finds', async () => {
    const profiles = VALUE_SAMPLES.map((path) => readSample(path));
    const {findings} = diagnose(profiles, await knowledgeFor(profiles));
    expect(findings).toEqual(analyze(profiles).findings);
  });

  it('is no more than can apply: nothing of CPU time for a heap profile', async () => {
    expect(await idsFor(HEAP)).toEqual(MEMORY_DETECTORS.map(({id}) => id));
  });

  it.each(['inuse_space', 'alloc_space', 'inuse_objects', 'alloc_objects', 'space'])(
    'includes memory for a table of %s',
    async (type) => {
      expect(await idsFor({...HEAP, kind: 'other', sampleTypes: [{type, unit: 'bytes'}]})).toContain('heap-hog');
    },
  );

  it('includes memory for what the runtime says of it', async () => {
    expect(await idsFor({...HEAP, kind: 'other', sampleTypes: [], memStats: new Map()})).toContain('memory-breakdown');
    expect(await idsFor({...HEAP, kind: 'other', sampleTypes: []})).toEqual([]);
  });
});
