/**
 * What is said of a profile that hardly says anything: without samples, or without names.
 */
import {say} from '../../src/base/language/say.ts';

export function withoutSamples(): string {
  return say(
    'The profile has no samples. Block and mutex profiles stay empty until the process calls runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction.',
  );
}

export function withoutNames(name: string): string {
  return say`${name}: most code has no function names. Take the profile from the running process (its /debug/pprof pages name functions), or run: go tool pprof -proto -symbolize=local BINARY PROFILE`;
}
