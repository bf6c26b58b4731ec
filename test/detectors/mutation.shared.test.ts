/**
 * Takes the decisive evidence out of an incident: the finding must weaken or vanish, or it stood for the wrong reason.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {readProfile} from '../../src/read.ts';
import {troubles} from '../support/diagnosis.ts';
import {incidentPath, readBytes} from '../support/shared.ts';

function diagnoseText(text: string): readonly Finding[] {
  return troubles(analyze([readProfile(new TextEncoder().encode(text), {name: 'mutant'})]));
}

function incidentText(id: string): string {
  return new TextDecoder().decode(readBytes(incidentPath(id, 'input.txt')));
}

describe('without the decisive evidence', () => {
  test('a receiver that is another object is no proof of a lock taken twice', () => {
    const text = incidentText('nats-2403-stream-consumer-relock');
    expect(diagnoseText(text)[0]?.evidenceLevel).toBe('likely');
    const other = text.replaceAll('storeUpdates(0xc0000cdb80', 'storeUpdates(0xc000fedb80');
    expect(diagnoseText(other)[0]?.evidenceLevel).toBe('possible');
  });

  test('a sender that touches another object is not accused of holding the lock', () => {
    const text = incidentText('scylla-manager-2843-collect-chan-lock');
    expect(diagnoseText(text)[0]?.title).toContain('while it holds a lock');
    const other = text.replaceAll('Collect(0xc000706c90', 'Collect(0xc00fff6c90');
    expect(
      diagnoseText(other)
        .map(({title}) => title)
        .join(),
    ).not.toContain('while it holds a lock');
  });

  test('a receive where the send was is normal life', () => {
    const text = incidentText('k8s-38669-sendwatchcacheevent');
    expect(diagnoseText(text)).toHaveLength(1);
    expect(diagnoseText(text.replace('[chan send]', '[chan receive]'))).toEqual([]);
  });

  test('a handful where hundreds were is no connection leak', () => {
    const text = incidentText('golang-16953-body-not-closed');
    expect(diagnoseText(text)).toHaveLength(1);
    expect(diagnoseText(text.replaceAll('426 @', '12 @'))).toEqual([]);
  });
});
