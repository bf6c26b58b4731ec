import {describe, expect, it} from 'vitest';
import {applyFilters, type FilterSettings} from '../../../src/analysis/filters/filters.ts';
import {profileOf, samplesOf} from '../../support/stacks.ts';

const profile = profileOf([
  {frames: ['main', 'serve', 'read'], labels: {user: 'ann', bytes: 32_768}, values: [1]},
  {frames: ['main', 'serve', 'small<write'], labels: {user: 'bob', bytes: 65_536}, values: [2]},
  {frames: ['main', 'serve', 'read', 'serve', 'wait'], labels: {user: 'ann'}, values: [4]},
  {frames: ['idle'], values: [8]},
]);

function left(settings: FilterSettings): string[] {
  return samplesOf(applyFilters(profile, settings).profile);
}

const READ = 'main;serve;read 1';
const WRITE = 'main;serve;write;small 2';
const WAIT = 'main;serve;read;serve;wait 4';
const IDLE = 'idle 8';

// Every right-hand side follows from the words of go tool pprof's help on the option.
describe('filters', () => {
  it.each<[string, FilterSettings, string[]]>([
    ['focus keeps samples with a matching frame', {focus: 'read'}, [WAIT, READ]],
    ['focus matches file names', {focus: 'src/wait'}, [WAIT]],
    ['focus matches inlined calls', {focus: 'small'}, [WRITE]],
    ['ignore drops samples with a matching frame', {ignore: 'serve'}, [IDLE]],
    ['ignore wins over focus', {focus: 'read', ignore: 'wait'}, [READ]],
    ['hide takes frames out', {hide: 'serve'}, ['idle 8', 'main;read 1', 'main;read;wait 4', 'main;write;small 2']],
    ['hide takes inlined calls out of their location', {hide: 'small'}, [IDLE, READ, WAIT, 'main;serve;write 2']],
    ['hide drops samples without a frame left', {hide: 'idle'}, [READ, WAIT, WRITE]],
    ['show leaves matching frames only', {show: 'serve|read'}, ['serve;read 1', 'serve;read;serve 4', 'serve 2']],
    [
      'show-from cuts above the outermost match',
      {showFrom: 'serve'},
      ['serve;read 1', 'serve;read;serve;wait 4', 'serve;write;small 2'],
    ],
    [
      'prune-from cuts below the innermost match',
      {pruneFrom: 'serve'},
      [IDLE, 'main;serve 1', 'main;serve 2', 'main;serve;read;serve 4'],
    ],
    ['tagfocus matches key:value', {tagFocus: 'user:a'}, [READ, WAIT]],
    ['tagfocus of a key matches its values', {tagFocus: 'user=^b'}, [WRITE]],
    ['tagfocus takes a range with units', {tagFocus: '33kb:'}, [WRITE]],
    ['tagfocus takes a range of one key', {tagFocus: 'bytes=:32kb'}, [READ]],
    ['tagfocus patterns of a key are alternatives', {tagFocus: 'user=ann,bob'}, [READ, WAIT, WRITE]],
    ['tagfocus patterns without a key must all match', {tagFocus: 'user,ann'}, [READ, WAIT]],
    ['tagignore drops samples by label', {tagIgnore: 'user=ann'}, [IDLE, WRITE]],
    [
      'tagroot puts label values on top',
      {tagRoot: 'user', focus: 'main'},
      ['ann;main;serve;read 1', 'ann;main;serve;read;serve;wait 4', 'bob;main;serve;write;small 2'],
    ],
    ['tagleaf puts label values below', {tagLeaf: 'user', focus: 'wait'}, ['main;serve;read;serve;wait;ann 4']],
    ['label frames can be filtered', {tagRoot: 'user', focus: '^bob$'}, ['bob;main;serve;write;small 2']],
  ])('%s', (_, settings, expected) => {
    expect(left(settings)).toEqual([...expected].sort());
  });

  it('says which filters matched nothing', () => {
    const {unmatched} = applyFilters(profile, {focus: 'nowhere', hide: 'serve', tagRoot: 'host'});
    expect(unmatched).toEqual(['tagroot', 'focus']);
  });

  it('a pattern that is no regular expression is named with its option', () => {
    expect(() => applyFilters(profile, {showFrom: '('})).toThrow(/show-from/);
  });
});
