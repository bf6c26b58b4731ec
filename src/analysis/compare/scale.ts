/**
 * What makes two sides comparable: equal durations, or equal totals.
 */
import type {AlignedProfile, Alignment} from './align.ts';

/** `auto` scales to equal durations where they differ by more than a twentieth. */
export type ScaleMode = 'auto' | 'none' | 'duration' | 'total';

export interface ScaleUsed {
  readonly mode: 'none' | 'duration' | 'total';
  /** What the side that was scaled is multiplied by: `before` for duration, `after` for total. */
  readonly factor: number;
}

/** Up to here durations count as equal: numbers stay pprof's, and the difference widens the bounds. */
const EQUAL_DURATIONS = 0.05;

export function chooseScale(
  {after, before}: Alignment,
  sampleType: number,
  mode: ScaleMode,
): ScaleUsed & {readonly drift: number} {
  if (mode === 'total') {
    const sum = (sides: readonly AlignedProfile[]): number =>
      sides.reduce((all, {profile}) => all + profile.samples.values[sampleType].reduce((a, b) => a + b, 0), 0) /
      sides.length;
    const [old, recent] = [sum(before), sum(after)];
    return old === 0 || recent === 0
      ? {mode: 'none', factor: 1, drift: 0}
      : {mode: 'total', factor: old / recent, drift: 0};
  }
  const ratio = durationRatio(before, after, after[0].profile.sampleTypes[sampleType].type);
  if (mode === 'none' || ratio === 1) return {mode: 'none', factor: 1, drift: 0};
  const drift = Math.abs(ratio - 1);
  if (mode === 'auto' && drift <= EQUAL_DURATIONS) return {mode: 'none', factor: 1, drift};
  return {mode: 'duration', factor: ratio, drift: 0};
}

/** Mean duration after by mean duration before; 1 where values do not add up over time or a duration is unknown. */
function durationRatio(before: readonly AlignedProfile[], after: readonly AlignedProfile[], type: string): number {
  if (/^inuse_|goroutine|thread/.test(type)) return 1;
  const mean = (sides: readonly AlignedProfile[]): number | undefined => {
    const nanos = sides.map(({profile}) => Number(profile.durationNanos));
    return nanos.every((duration) => duration > 0) ? nanos.reduce((a, b) => a + b, 0) / nanos.length : undefined;
  };
  const [old, recent] = [mean(before), mean(after)];
  return old === undefined || recent === undefined ? 1 : recent / old;
}
