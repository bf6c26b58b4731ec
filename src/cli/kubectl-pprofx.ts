#!/usr/bin/env node
/**
 * `kubectl pprofx`: kubectl finds this program by its name. It is `pprofx collect --analyze`, with kubectl's own options.
 */
const given = process.argv.slice(2);
process.argv.splice(2, given.length, 'collect', ...(given.length === 0 ? ['--help'] : ['--analyze', ...given]));
await import('./bin.ts');

export {};
