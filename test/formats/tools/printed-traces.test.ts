/**
 * Stacks as `go tool pprof -traces` prints them, as input.
 */
import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const RULE = '-----------+-------------------------------------------------------';
const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('printed traces', () => {
  it('are samples with the leaf first, of the type that is announced', () => {
    const profile = readText(
      text(
        'File: acme',
        'Type: cpu',
        'Duration: 10s, Total samples = 1.5s (15.00%)',
        RULE,
        '      tier:  gold',
        '     bytes:  32kB',
        '     1.20s   runtime.mallocgc',
        '             acme.io/shop.(*Cart).total (inline)',
        '             main.main',
        RULE,
        '     300ms   main.main',
        RULE,
      ),
    );
    expect([profile.format, profile.kind, profile.durationNanos]).toEqual(['printed-traces', 'cpu', 10_000_000_000n]);
    expect(sampleLines(profile)).toEqual([
      '1200000000: runtime.mallocgc < acme.io/shop.(*Cart).total < main.main',
      '300000000: main.main',
    ]);
  });

  it('are read from the middle of a report, with places behind the functions', () => {
    const profile = readText(
      text(
        'this is what I see:',
        '> Type: goroutine',
        `> ${RULE}`,
        '>         3   runtime.gopark /usr/lib/go/src/runtime/proc.go:367',
        '>             main.wait /src/main.go:8 (inline)',
        `> ${RULE}`,
        '> what does that mean?',
      ),
    );
    expect(profile.kind).toBe('goroutine');
    expect(sampleLines(profile)).toEqual(['3: runtime.gopark < main.wait']);
  });

  it('a rule without a stack is refused', () => {
    expect(() => readText(text(RULE, '       key:  value', RULE))).toThrow('rules but no stacks');
  });
});
