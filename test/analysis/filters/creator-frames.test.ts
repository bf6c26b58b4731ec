import {expect, it} from 'vitest';
import {addCreators} from '../../../src/analysis/filters/creator-frames.ts';
import {buildTree} from '../../../src/analysis/tree/tree.ts';
import {readProfile} from '../../../src/read.ts';
import {treeText} from '../../support/trees.ts';

const goroutine = (id: number, frames: readonly string[], creator: string): string => {
  const lines = frames.map((frame) => `${frame}()\n\t/w.go:1 +0x1\n`).join('');
  return `goroutine ${id} [chan receive]:\n${lines}${creator === '' ? '' : `created by ${creator}\n\t/w.go:9 +0x1\n`}`;
};

const DUMP = [
  goroutine(1, ['main.main'], ''),
  goroutine(2, ['main.read', 'main.work'], 'main.serve'),
  goroutine(3, ['main.read', 'main.work'], 'main.serve'),
  goroutine(4, ['main.work'], 'main.main'),
].join('\n');

it('who started a goroutine stands above its stack, and no function has other totals than before', () => {
  const dump = readProfile(new TextEncoder().encode(DUMP), {name: 'dump.txt'});
  expect(treeText(buildTree(addCreators(dump), 0))).toEqual([
    'root 4',
    '  created by main.serve 2',
    '    main.work 2',
    '      main.read 2',
    '  main.main 1',
    '  created by main.main 1',
    '    main.work 1',
  ]);
  expect(buildTree(dump, 0).total[0]).toBe(4);
});
