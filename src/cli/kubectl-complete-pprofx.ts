#!/usr/bin/env node
/**
 * Completes `kubectl pprofx`: kubectl (1.26 and later) runs this program with the words so far.
 */
process.argv.splice(2, 0, 'completion', 'kubectl', '--', 'collect');
await import('./bin.ts');

export {};
