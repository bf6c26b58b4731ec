/**
 * The registry of commands, alphabetical.
 */
import type {CommandEntry} from '../command.ts';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'analyze',
    summary: 'say what is wrong: findings first, then what the profile is',
    load: async () => (await import('./analyze.ts')).analyzeCommand,
  },
  {
    name: 'diff',
    summary: 'before and after: fixed, better, unchanged or worse, and why',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'flame',
    summary: 'a flamegraph: SVG, one HTML page, or coloured text',
    load: async () => (await import('./flame.ts')).flameCommand,
  },
  {
    name: 'schema',
    summary: "the JSON Schema of a command's JSON output",
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'top',
    summary: 'the hottest or largest functions, as go tool pprof -top counts them',
    load: async () => (await import('./top.ts')).topCommand,
  },
];
