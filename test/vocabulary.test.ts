/**
 * Keeps retired words from coming back: docs/glossary.md has the terms to use.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What may not return, and what to say instead. Texts that quote others (samples, generated pictures) are not searched. */
const RETIRED: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:line|whole)-?road|(?:Line|Whole)Road|\bwhole-?goroutines\b|WholeGoroutines/,
    'line parser, repeat fast path, repeat matcher',
  ],
  [/second-?hand|SecondHand/i, 'summary form'],
  [/\bsurvey/i, 'probe'],
  [/\bisChrome\b|\bchrome\.ts\b|\bchrome lines?\b/, 'surrounding lines'],
  [/arrow-?stack|ArrowStack/i, 'arrow notation'],
  [/stack-?marks|StackMarks/i, 'frame classes'],
  [/stand-ins? for (?:a )?names?|StandIn/, 'pseudonym'],
  [/\bSignatureBook\b|\bsignatureBook\b|\b(?:the|one|a) book\b/, 'signature index'],
  [/\bcourse(?:Of|Text)\b|\.course\b|\ba course\b/, 'trend'],
  [/\bjudge[A-Z]|\bJudgement|\bjudgements?\b|judge-options/, 'assess, assessment'],
  [/\bdoubtful\b/i, 'low confidence, uncertain'],
  [/\blonely\b|Lonely/, 'isolated'],
  [/\bisOften\b|\bisStrong\b/, 'isCommonWhenHealthy, isNeverByDesign'],
  [/written-?document|WrittenDocument|prepared-?page|PreparedPage|given-?answers/i, 'preloaded answers'],
  [/\bfirst-?answers?\b|FirstAnswer/i, 'preloaded answers'],
  [/first[- ]pictures?\b|FirstPicture/i, 'first paint, preview'],
  [/outline-?(?:reader|samples)/i, 'preview reader'],
  [/missing-?part|\bstandIns?\b/i, 'missing module, replacement'],
  [/\bshall\b/, 'must, may or will'],
  [/\bgoes on\b|\bwent on\b|\btak(?:es?|en) out\b/, 'continues, removes'],
  [/\bfor ever\b/, 'forever'],
];

/** The same of the core and the docs alone; the page still has some. */
const RETIRED_IN_CORE: typeof RETIRED = [
  [/\btold\b|\btells?\b/, 'reports, says, shows, distinguished'],
  [/\banew\b/, 'again'],
];

function textsOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((path) => /\.(?:ts|md|mjs|css)$/.test(path))
    .map((path) => join(folder, path));
}

const lines = ['src', 'viewer', 'docs', 'scripts', 'schema']
  .flatMap(textsOf)
  .concat('README.md')
  .flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .map((text, index) => ({place: `${path}:${index + 1}`, text})),
  );

it.each(RETIRED)('%s is retired: %s', (pattern) => {
  expect(lines.filter(({text}) => pattern.test(text)).map(({place}) => place)).toEqual([]);
});

it.each(RETIRED_IN_CORE)('%s is retired outside of the page: %s', (pattern) => {
  const outside = lines.filter(({place}) => !place.startsWith('viewer/'));
  expect(outside.filter(({text}) => pattern.test(text)).map(({place}) => place)).toEqual([]);
});

it('every term of the glossary has a meaning and a source', () => {
  const rows = readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---'));
  const incomplete = rows.filter(
    (row) =>
      row
        .split('|')
        .slice(1, -1)
        .filter((cell) => cell.trim() !== '').length !== 3,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(incomplete).toEqual([]);
});
