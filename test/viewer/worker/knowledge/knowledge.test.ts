/**
 * The page looks for less than the command line where nothing more can be found: this proves that nothing more can be.
 */
import {describe, expect, it} from 'vitest';
import {type Case, openCase} from '../../../../src/analysis/case/case.ts';
import {analyze} from '../../../../src/analyze.ts';
import {DETECTORS} from '../../../../src/detectors/index.ts';
import {diagnose} from '../../../../src/diagnose.ts';
import {SIGNATURES} from '../../../../src/signatures/index.ts';
import {GOROUTINE_KNOWLEDGE} from '../../../../viewer/worker/knowledge/goroutine-knowledge.ts';
import {VALUE_DETECTORS} from '../../../../viewer/worker/knowledge/knowledge.ts';
import {VALUE_SIGNATURES} from '../../../../viewer/worker/knowledge/value-signatures.ts';
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
  it('is the whole registry, in its order', () => {
    expect(GOROUTINE_KNOWLEDGE).toEqual({detectors: DETECTORS, signatures: SIGNATURES});
  });
});

describe('what the page knows before it sees goroutines', () => {
  it('is every detector that asks for no goroutines, in the order of the registry', () => {
    const others = DETECTORS.filter((detector) => !askedKinds(detector).includes('goroutine'));
    expect(VALUE_DETECTORS.map(({id}) => id)).toEqual(others.map(({id}) => id));
  });

  it.each(sampleCases().flatMap(({name, profiles}) => Object.keys(profiles).map((file) => `${name}/${file}`)))(
    'finds in %s what all knowledge finds, unless it holds goroutines',
    (path) => {
      const profile = readSample(path);
      if (profile.kind === 'goroutine' || profile.kind === 'goroutineleak') return;
      const {findings, suppressed} = diagnose([profile], {detectors: VALUE_DETECTORS, signatures: VALUE_SIGNATURES});
      const whole = analyze([profile]);
      expect({findings, suppressed}).toEqual({findings: whole.findings, suppressed: whole.suppressed});
    },
  );
});
