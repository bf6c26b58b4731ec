/**
 * docs/api.md says what the comments of the library say; `npm run api-docs` writes it anew.
 */
import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';

it('docs/api.md is what `npm run api-docs` writes', async () => {
  const {apiText} = (await import(new URL('../scripts/api-docs.mjs', import.meta.url).href)) as {
    apiText: () => string;
  };
  expect(readFileSync('docs/api.md', 'utf8')).toBe(apiText());
});
