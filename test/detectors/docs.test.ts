import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {DETECTORS} from '../../src/detectors/index.ts';

const page = (name: string): string => readFileSync(new URL(`../../docs/detectors/${name}`, import.meta.url), 'utf8');

test.each(DETECTORS.map(({id, title}) => [id, title]))(
  'the page of %s says what it sees, decides, misses and advises',
  (id, title) => {
    const headings = [...page(`${id}.md`).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([id, 'What it sees', 'How it decides', 'How it errs', 'What to do']);
    expect(page('README.md')).toContain(`- [${id}](${id}.md): ${title}.`);
  },
);
