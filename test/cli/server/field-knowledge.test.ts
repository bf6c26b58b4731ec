import {expect, test} from 'vitest';
import {withFieldKnowledge} from '../../../src/cli/server/field-knowledge.ts';
import type {Signature} from '../../../src/model/signature.ts';
import {FIELD_SIGNATURES} from '../../../src/signatures/index.ts';
import {dump, readIncident} from '../../support/incident-text.ts';

const OWN: Signature = {
  id: 'own/one',
  verdict: 'idle',
  stack: ['acme.io/app.wait'],
  title: 'waits',
  hits: [],
  misses: [],
};
const ids = (signatures: readonly Signature[] = []): string[] => signatures.map(({id}) => id);

test('a served page is given all of the field, without proofs', () => {
  const {signatures = []} = withFieldKnowledge({});
  expect(ids(signatures)).toEqual(ids(FIELD_SIGNATURES));
  expect(signatures.flatMap(({hits, misses}) => [...hits, ...misses])).toEqual([]);
});

test('a report is given what may apply to its inputs, after what is of the user', () => {
  const profile = readIncident(
    dump([
      '[select] github.com/patrickmn/go-cache.(*janitor).Run(0xc1) by github.com/patrickmn/go-cache.runJanitor *120',
    ]),
  );
  const {signatures} = withFieldKnowledge({signatures: [OWN]}, [profile]);
  expect(ids(signatures)[0]).toBe('own/one');
  expect(ids(signatures)).toContain('go-cache/janitor');
  expect(ids(signatures)).not.toContain('vault/expire-lease');
});

test('who only starts goroutines counts as well', () => {
  const profile = readIncident(
    dump(['[select] acme.io/app.loop(0xc1) by github.com/acme/redis.(*channel).initHealthCheck *3']),
  );
  expect(ids(withFieldKnowledge({}, [profile]).signatures)).toContain('redis/subscriptions');
});
