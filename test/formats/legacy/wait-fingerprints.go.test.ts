/**
 * States of debug=1 dumps from hidden addresses, held against the runtimes themselves.
 *
 * The addresses of RUNTIMES are return addresses of calls of gopark and of the wrappers, found in binaries of each
 * version by disassembly; those of one version differ between programs only in where the functions begin.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {goroutineCensus} from '../../../src/analysis/goroutines/census.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {readProfile} from '../../../src/read.ts';
import {blockedDumps} from '../../support/live.ts';
import {readText} from '../../support/profile-text.ts';

/** State → hidden addresses above the park: the operation and, for channels, the wrapper. */
type Waits = Readonly<Record<string, readonly string[]>>;

const RUNTIMES: readonly (readonly [version: string, park: string, waits: Waits])[] = [
  [
    '14 amd64',
    '0x435410',
    {
      send: ['0x40521d 0x404fe5'],
      'send nil': ['0x4055e1 0x404fe5'],
      receive: ['0x405e37 0x405afb', '0x405e37 0x405b3b'],
      'receive nil': ['0x4061e0 0x405afb', '0x4061e0 0x405b3b'],
      select: ['0x4450e3'],
    },
  ],
  [
    '15 amd64',
    '0x438be5',
    {
      send: ['0x40595c 0x405715'],
      'send nil': ['0x405d0d 0x405715'],
      receive: ['0x406625 0x40626b', '0x406625 0x4062ab'],
      'receive nil': ['0x4069ab 0x40626b', '0x4069ab 0x4062ab'],
      select: ['0x448885'],
    },
  ],
  [
    '16 amd64',
    '0x439a85',
    {
      send: ['0x40597a 0x4056d5'],
      'send nil': ['0x405dae 0x4056d5'],
      receive: ['0x40684f 0x40648b', '0x40684f 0x4064cb'],
      'receive nil': ['0x406c8c 0x40648b', '0x406c8c 0x4064cb'],
      select: ['0x44a777'],
    },
  ],
  [
    '17 amd64',
    '0x436bb6',
    {
      send: ['0x405385 0x404f3d'],
      'send nil': ['0x405056 0x404f3d'],
      receive: ['0x40622c 0x405c58', '0x40622c 0x405c98'],
      'receive nil': ['0x405e5f 0x405c58', '0x405e5f 0x405c98'],
      select: ['0x446552'],
    },
  ],
  [
    '18 amd64',
    '0x436f56',
    {
      send: ['0x4054c5 0x40507d'],
      'send nil': ['0x405196 0x40507d'],
      receive: ['0x40636c 0x405d98', '0x40636c 0x405dd8'],
      'receive nil': ['0x405f9f 0x405d98', '0x405f9f 0x405dd8'],
      select: ['0x446772'],
    },
  ],
  [
    '19 amd64',
    '0x438fd6',
    {
      send: ['0x40584c 0x4053fd'],
      'send nil': ['0x405516 0x4053fd'],
      receive: ['0x40665b 0x406158', '0x40665b 0x406198'],
      'receive nil': ['0x406370 0x406158', '0x406370 0x406198'],
      select: ['0x448bfc'],
    },
  ],
  [
    '20 amd64',
    '0x438536',
    {
      send: ['0x4059ae 0x40555d'],
      'send nil': ['0x405676 0x40555d'],
      receive: ['0x4067bd 0x4062b8', '0x4067bd 0x4062f8'],
      'receive nil': ['0x4064d0 0x4062b8', '0x4064d0 0x4062f8'],
      select: ['0x44897e'],
    },
  ],
  [
    '22 amd64',
    '0x43bd2e',
    {
      send: ['0x40646d 0x4060d7'],
      'send nil': ['0x4061ba 0x4060d7'],
      receive: ['0x4071df 0x406df2', '0x4071df 0x406e12'],
      'receive nil': ['0x406f79 0x406df2', '0x406f79 0x406e12'],
      select: ['0x44d885'],
    },
  ],
  [
    '23 amd64',
    '0x46df2e',
    {
      send: ['0x405dad 0x405a17'],
      'send nil': ['0x405afa 0x405a17'],
      receive: ['0x406c9c 0x406852', '0x406c9c 0x406872'],
      'receive nil': ['0x406a19 0x406852', '0x406a19 0x406872'],
      select: ['0x44ade5'],
    },
  ],
  [
    '25 amd64',
    '0x478cee',
    {
      send: ['0x40f8eb 0x40f517'],
      'send nil': ['0x40f62c 0x40f517'],
      receive: ['0x4108d3 0x410432', '0x4108d3 0x410452'],
      'receive nil': ['0x410639 0x410432', '0x410639 0x410452'],
      select: ['0x456ab7'],
    },
  ],
  [
    '26 amd64',
    '0x485f4e',
    {
      send: ['0x417afc 0x4176f7'],
      'send nil': ['0x41780c 0x4176f7'],
      receive: ['0x418aee 0x418612', '0x418aee 0x418632'],
      'receive nil': ['0x418819 0x418612', '0x418819 0x418632'],
      select: ['0x463765'],
    },
  ],
  [
    '27 amd64',
    '0x47f0ca',
    {
      send: ['0x41421c 0x413e17'],
      'send nil': ['0x413f2c 0x413e17'],
      receive: ['0x41514e 0x414c72', '0x41514e 0x414c92'],
      'receive nil': ['0x414e79 0x414c72', '0x414e79 0x414c92'],
      select: ['0x45ca37'],
      'select empty': ['0x45bf86'],
    },
  ],
  [
    '19 arm64',
    '0x47bf4',
    {
      send: ['0x14b6c 0x14708'],
      'send nil': ['0x14818 0x14708'],
      receive: ['0x158ec 0x15464'],
      'receive nil': ['0x15618 0x15464'],
      select: ['0x57e94'],
      'select empty': ['0x577c0'],
    },
  ],
  [
    '20 arm64',
    '0x46790',
    {
      send: ['0x14e4c 0x14a08'],
      'send nil': ['0x14b14 0x14a08'],
      receive: ['0x15bb8 0x15714', '0x15bb8 0x15734'],
      'receive nil': ['0x158f4 0x15714', '0x158f4 0x15734'],
      select: ['0x56c2c'],
    },
  ],
  [
    '22 arm64',
    '0x4b568',
    {
      send: ['0x15700 0x15338'],
      'send nil': ['0x15440 0x15338'],
      receive: ['0x164a4 0x16064', '0x164a4 0x16084'],
      'receive nil': ['0x16240 0x16064', '0x16240 0x16084'],
      select: ['0x5e814'],
    },
  ],
  [
    '23 arm64',
    '0x7ee38',
    {
      send: ['0x150a0 0x14cd8'],
      'send nil': ['0x14de0 0x14cd8'],
      receive: ['0x15fb4 0x15b64', '0x15fb4 0x15b84'],
      'receive nil': ['0x15d3c 0x15b64', '0x15d3c 0x15b84'],
      select: ['0x5bbec'],
    },
  ],
  [
    '25 arm64',
    '0x86230',
    {
      send: ['0x1e064 0x1dcb8'],
      'send nil': ['0x1ddec 0x1dcb8'],
      receive: ['0x1ef78 0x1eb14', '0x1ef78 0x1eb34'],
      'receive nil': ['0x1ed1c 0x1eb14', '0x1ed1c 0x1eb34'],
      select: ['0x6560c'],
    },
  ],
  [
    '26 arm64',
    '0x9026c',
    {
      send: ['0x24458 0x24068'],
      'send nil': ['0x2419c 0x24068'],
      receive: ['0x253f0 0x24f44', '0x253f0 0x24f64'],
      'receive nil': ['0x2514c 0x24f44', '0x2514c 0x24f64'],
      select: ['0x6f46c'],
    },
  ],
  [
    '27 arm64',
    '0x894c8',
    {
      send: ['0x21214 0x20e28'],
      'send nil': ['0x20f58 0x20e28'],
      receive: ['0x220d0 0x21c24', '0x220d0 0x21c44'],
      'receive nil': ['0x21e2c 0x21c24', '0x21e2c 0x21c44'],
      select: ['0x688c8'],
      'select empty': ['0x68070'],
    },
  ],
];

const STATES: Readonly<Record<string, string>> = {
  send: 'chan send',
  'send nil': 'chan send (nil chan)',
  receive: 'chan receive',
  'receive nil': 'chan receive (nil chan)',
  select: 'select',
  'select empty': 'select (no cases)',
};

/** Every wait as a row of its own. */
function dumpOf(park: string, waits: Waits): {text: string; expected: string[]} {
  const hidden = Object.entries(waits).flatMap(([wait, rows]) => rows.map((row) => [wait, row] as const));
  const rows = hidden.map(
    ([, row], i) => `1 @ ${park} ${row} 0x7f0${i}01 0x7ff001\n#\t0x7f0${i}00\tmain.f${i}+0x1\t/main.go:${i}\n`,
  );
  return {
    text: `goroutine profile: total ${rows.length}\n${rows.join('\n')}`,
    expected: hidden.map(([wait]) => STATES[wait]),
  };
}

const statesOf = ({goroutines}: Profile): string[] =>
  Array.from(goroutines?.state ?? [], (state) => goroutines?.states[state].text ?? '');

describe('the hidden addresses of a debug=1 dump', () => {
  test.each(RUNTIMES)('of Go 1.%s say what each row waits for', (_, park, waits) => {
    const {expected, text} = dumpOf(park, waits);
    expect(statesOf(readText(text))).toEqual(expected);
  });

  test.each(RUNTIMES)('of Go 1.%s say so without any other kind to compare with', (_, park, {send}) => {
    const {text} = dumpOf(park, {send: [...send, ...send, ...send]});
    expect(new Set(statesOf(readText(text)))).toEqual(new Set(['chan send']));
  });

  test('say nothing where they fit no known call', () => {
    const strange = {send: ['0x406f2b 0x406afe'], receive: ['0x406a2b 0x406af8'], select: ['0x447f01']};
    expect(statesOf(readText(dumpOf('0x4388d6', strange).text))).toEqual(['', '', '']);
  });

  test('of a goroutine that is not parked where the others are say nothing', () => {
    const text = `${dumpOf('0x4388d6', {send: ['0x4054cc 0x40507d', '0x4054cc 0x40507d']}).text}
1 @ 0x40d4ff 0x447efc 0x7f0f01 0x7ff001
#\t0x7f0f00\tmain.run+0x1\t/main.go:9
`;
    expect(statesOf(readText(text))).toEqual(['chan send', 'chan send', '']);
  });
});

/** Goroutines by what they wait for and where: the outermost function of the program's own. */
function waitsByPlace(profile: Profile): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const {count, names, waitClass} of goroutineCensus(profile).groups) {
    if (waitClass === 'runtime' || waitClass === 'running' || names.includes('main.spinner')) continue;
    const key = `${waitClass} ${names.filter((name) => !/^runtime[./]/.test(name)).at(-1)}`;
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}

/** The state of the goroutines of each function of main but main itself. */
function statesByFunction(profile: Profile): Record<string, string> {
  const states: Record<string, string> = {};
  for (const {names, state} of goroutineCensus(profile).groups) {
    const place = names.find((name) => name.startsWith('main.')) ?? '';
    if (place !== 'main.main') states[place] = state;
  }
  return states;
}

describe('of one moment of one process', () => {
  test('debug=1 and the protobuf say of each goroutine what debug=2 prints, in every blocking state', () => {
    const [proto, debug1, debug2] = Object.values(blockedDumps()).map((bytes) => waitsByPlace(readProfile(bytes)));
    expect(Object.keys(debug2).length).toBeGreaterThan(15);
    // The goroutine that writes the dump looks parked in the protobuf, which has no state to say that it runs.
    const {'other main.main': _, ...parked} = proto;
    expect(parked).toEqual(debug2);
    expect(debug1).toEqual(debug2);
  });

  // Three goroutines in every wait for a channel, by waits/main.go on amd64.
  test.each(['1.26.10', '1.27.3'])('debug=1 of Go %s says of each goroutine what debug=2 prints', (version) => {
    const dumps = [1, 2].map((debug) =>
      readText(readFileSync(new URL(`waits/go${version}-debug${debug}.txt`, import.meta.url), 'utf8')),
    );
    const [debug1, debug2] = dumps.map(statesByFunction);
    expect(debug2).toMatchObject({
      'main.receiveNil': 'chan receive (nil chan)',
      'main.selectNone': 'select (no cases)',
    });
    expect(Object.keys(debug2)).toHaveLength(9);
    expect(debug1).toEqual(debug2);
  });
});
