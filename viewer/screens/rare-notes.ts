/**
 * Notes that few pages need: inputs that could not be read, profiles without samples or names, stacks that were set aside.
 * Loaded when needed.
 */
import {say} from '../../src/base/language/say.ts';
import {formatCount} from '../../src/base/units.ts';
import {h} from '../base/dom.ts';
import {safeText} from '../base/text.ts';
import type {Diagnosed, Failure} from '../protocol.ts';

export interface RareNotes {
  readonly failureText: typeof failureText;
  readonly suppressedStacks: typeof suppressedStacks;
  readonly withoutNames: typeof withoutNames;
  readonly withoutSamples: typeof withoutSamples;
}

function failureText({code, hint, input, message, where}: Failure): string {
  const cause = [`${safeText(input)}: ${safeText(message)} (${code})`, safeText(where), safeText(hint)];
  return cause.filter((part) => part !== '').join(' · ');
}

function withoutSamples(): string {
  return say(
    'The profile has no samples. Block and mutex profiles stay empty until the process calls runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction.',
  );
}

function withoutNames(name: string): string {
  return say`${name}: most code has no function names. Take the profile from the running process (its /debug/pprof pages name functions), or run: go tool pprof -proto -symbolize=local BINARY PROFILE`;
}

function suppressedStacks(suppressed: Diagnosed['suppressed']): DocumentFragment {
  const part = new DocumentFragment();
  part.append(
    h('summary', {}, say('Suppressed as harmless')),
    h(
      'ul',
      {},
      suppressed.map(({count, id, reason}) =>
        h('li', {}, `${formatCount(count)} × ${safeText(id)}: ${safeText(say(reason))}`),
      ),
    ),
  );
  return part;
}

export const RARE_NOTES: RareNotes = {failureText, suppressedStacks, withoutNames, withoutSamples};
