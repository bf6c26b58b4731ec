import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';
import {incidentPath} from '../../support/shared.ts';

describe('debug=1 dumps of others', () => {
  it('gives an idle etcd its 42 goroutines', () => {
    const {goroutines, samples} = readText(readFileSync(incidentPath('cap-etcd-idle-debug1', 'input.txt'), 'utf8'));
    expect(samples.values[0].reduce((a, b) => a + b, 0)).toBe(42);
    expect(goroutines?.length).toBe(36);
  });

  it('reads an excerpt with a labels line and no header', () => {
    const profile = readText(readFileSync(incidentPath('forms', 'debug1-labels-line.txt'), 'utf8'));
    expect(sampleLines(profile)).toEqual([expect.stringMatching(/^1: .*NewShardsDirector\.func1.* \{oxia=metrics\}$/)]);
    expect(profile.goroutines?.states[0].waitClass).toBe('rwmutex-r');
  });
});
