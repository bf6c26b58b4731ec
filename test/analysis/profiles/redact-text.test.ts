import {describe, expect, it} from 'vitest';
import {Pseudonyms} from '../../../src/analysis/profiles/pseudonyms.ts';
import {textRedactor} from '../../../src/analysis/profiles/redact-text.ts';
import {profileOf} from '../../support/folded-profile.ts';

const PROFILE = profileOf([
  'main.main;acme.example/billing/v3/ledger.(*Store).Load.func1;encoding/json.Unmarshal 5',
  'main.main;main.chargeAll;acme.example/billing/v3/ledger.(*Store).Load 3',
  'main.main;server.serveTenant 2',
]);

describe('a text about a profile says nothing of names that are replaced', () => {
  const redact = (text: string, published: readonly string[] = []): string =>
    textRedactor([PROFILE], new Pseudonyms([]), published)(text);

  it.each([
    ['acme.example/billing/v3/ledger.(*Store).Load.func1 waits', 'raw name'],
    ['in ledger.(*Store).Load, twice', 'short name'],
    ['spread over six functions of acme.example/billing/v3', 'module'],
    ['a host acme.example and a folder team/ledger', 'parts of a path'],
    ["pprofx peek 'ledger\\.\\(\\*Store\\)\\.Load' heap-1", 'pattern'],
    ['main.chargeAll calls', 'a function of main'],
    ['chargeAll and serveTenant alone', 'words that read like code'],
  ])('%s', (text) => {
    expect(redact(text)).not.toMatch(/acme|billing|ledger|chargeAll|serveTenant/);
  });

  it('closures keep what the compiler calls them', () => {
    expect(redact('ledger.(*Store).Load.func1 waits')).toMatch(/^pkg\d+\.\(\*Type1\)\.fn\d+\.func1 waits$/);
  });

  it('the standard library and plain words stay', () => {
    const text = 'encoding/json.Unmarshal loads everything';
    expect(redact(text)).toBe(text);
  });

  it('a package called like a word of published texts stays a word', () => {
    expect(redact('the API server is asked', ['the API server fills its cache'])).toBe('the API server is asked');
    expect(redact('server.serveTenant is slow', ['the API server'])).toMatch(/^pkg\d+\.fn\d+ is slow$/);
  });
});
