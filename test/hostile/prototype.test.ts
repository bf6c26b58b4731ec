import {describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readProfile} from '../../src/read.ts';
import {renderAnalysisJson} from '../../src/render/json/analysis.ts';
import {hostileProfile} from '../support/hostile-profile.ts';

describe('Object.prototype', () => {
  it('is frozen while tests run', () => {
    expect(Object.isFrozen(Object.prototype)).toBe(true);
    expect(() => Object.assign(Object.prototype, {polluted: 1})).toThrow(TypeError);
  });

  it('is out of reach of names in a profile', () => {
    const {findings, subject, suppressed} = analyze([readProfile(hostileProfile())]);
    JSON.parse(renderAnalysisJson(subject, findings, suppressed));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
