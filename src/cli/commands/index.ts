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
    name: 'top',
    summary: 'the hottest or largest functions, as go tool pprof -top counts them',
    load: async () => (await import('./top.ts')).topCommand,
  },
];
