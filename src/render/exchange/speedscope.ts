/**
 * speedscope's JSON: one sampled profile per sample type, over shared frames.
 */
import {frameNames} from '../../analysis/names/frame-names.ts';
import {FrameWalk} from '../../analysis/names/frame-walk.ts';
import {stackValues} from '../../analysis/values/stack-values.ts';
import {NONE} from '../../base/columns.ts';
import {scale} from '../../base/units.ts';
import {functionFile, type Profile} from '../../model/profile.ts';
import {toJson} from '../json/json.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

export function renderSpeedscope(profile: Profile): string {
  const frames = frameNames(profile);
  const walk = new FrameWalk(profile, frames);
  return toJson({
    $schema: SCHEMA,
    exporter: 'pprofx',
    name: profile.name,
    activeProfileIndex: profile.defaultSampleType,
    shared: {
      frames: frames.names.map((name, row) => {
        const fn = frames.functionOf[row];
        const file = fn === NONE ? '' : functionFile(profile, fn);
        return file === '' ? {name} : {name, file};
      }),
    },
    profiles: profile.sampleTypes.map((_, type) => sampledProfile(profile, walk, type)),
  });
}

function sampledProfile(profile: Profile, walk: FrameWalk, sampleType: number): object {
  const {type, unit} = profile.sampleTypes[sampleType];
  const {self} = stackValues(profile, sampleType);
  const samples: number[][] = [];
  const weights: number[] = [];
  let total = 0;
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    const value = self.values[stack];
    // The viewer stacks weights up as widths: there is no such thing as a negative one.
    if (value <= 0) continue;
    samples.push(walk.path(stack));
    weights.push(value);
    total += value;
  }
  return {type: 'sampled', name: type, unit: unitName(unit), startValue: 0, endValue: total, samples, weights};
}

/** The units speedscope knows; anything else is a plain number. */
function unitName(unit: string): string {
  const known = new Map([
    ['B', 'bytes'],
    ['ns', 'nanoseconds'],
    ['us', 'microseconds'],
    ['ms', 'milliseconds'],
    ['s', 'seconds'],
  ]);
  const {unit: step, value} = scale(1, unit, unit);
  return value === 1 ? (known.get(step) ?? 'none') : 'none';
}
