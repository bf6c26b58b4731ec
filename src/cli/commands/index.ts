/**
 * The registry of commands, alphabetical.
 */
import type {CommandEntry} from './command.ts';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'analyze',
    summary: 'say what is wrong: findings first, then what the profile is',
    load: async () => (await import('./analyze.ts')).analyzeCommand,
  },
  {
    name: 'bench-diff',
    summary: 'run a command on both sides in turns, and compare the profiles it writes',
    load: async () => (await import('./bench-diff.ts')).benchDiffCommand,
  },
  {
    name: 'callgrind',
    summary: 'a file for KCachegrind',
    load: async () => (await import('./callgrind.ts')).callgrindCommand,
  },
  {
    name: 'collect',
    summary: 'take profiles of processes, pods or a control plane into a folder',
    load: async () => (await import('./collect.ts')).collectCommand,
  },
  {
    name: 'comments',
    summary: 'the free text that writers left in a profile',
    load: async () => (await import('./comments.ts')).commentsCommand,
  },
  {
    name: 'completion',
    summary: 'a script that completes command lines in bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
  {
    name: 'convert',
    summary: 'another format: pprof, folded stacks, speedscope, JSON',
    load: async () => (await import('./convert.ts')).convertCommand,
  },
  {
    name: 'diff',
    summary: 'before and after: fixed, better, unchanged or worse, and why',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'dot',
    summary: 'the call graph for Graphviz',
    load: async () => (await import('./dot.ts')).dotCommand,
  },
  {
    name: 'explain',
    summary: 'how a detector decides, what a signature knows, one finding in full',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'export',
    summary: 'profiles as a dataset of Parquet files that other engines read',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'flame',
    summary: 'a flamegraph: SVG, one HTML page, or coloured text',
    load: async () => (await import('./flame.ts')).flameCommand,
  },
  {
    name: 'fleet',
    summary: 'many processes: which service and build has the problem, in how many instances',
    load: async () => (await import('./fleet.ts')).fleetCommand,
  },
  {
    name: 'goroutines',
    summary: 'what the goroutines do: groups of stacks with states, waits and creators',
    load: async () => (await import('./goroutines.ts')).goroutinesCommand,
  },
  {
    name: 'graph',
    summary: 'the call graph as an SVG picture',
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  {
    name: 'list',
    summary: 'source lines of matching functions, with what each costs',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'mcp',
    summary: 'the analysis as tools for an assistant (Model Context Protocol)',
    load: async () => (await import('./mcp.ts')).mcpCommand,
  },
  {
    name: 'merge',
    summary: 'several profiles as one file',
    load: async () => (await import('./merge.ts')).mergeCommand,
  },
  {
    name: 'peek',
    summary: 'callers and callees of matching functions',
    load: async () => (await import('./peek.ts')).peekCommand,
  },
  {
    name: 'proto',
    summary: 'the profile after all filters, as a file',
    load: async () => (await import('./proto.ts')).protoCommand,
  },
  {
    name: 'raw',
    summary: 'every table of a profile',
    load: async () => (await import('./raw.ts')).rawCommand,
  },
  {
    name: 'rules',
    summary: 'what pprofx knows to look for: detectors and signatures',
    load: async () => (await import('./rules.ts')).rulesCommand,
  },
  {
    name: 'schema',
    summary: "the JSON Schema of a command's JSON output",
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'sql',
    summary: 'questions to a dataset of pprofx export, by DuckDB: leaks, growth, regressions, your own',
    load: async () => (await import('./sql.ts')).sqlCommand,
  },
  {
    name: 'tags',
    summary: 'the labels of samples, and how much each holds',
    load: async () => (await import('./tags.ts')).tagsCommand,
  },
  {
    name: 'top',
    summary: 'the hottest or largest functions, as go tool pprof -top counts them',
    load: async () => (await import('./top.ts')).topCommand,
  },
  {
    name: 'topproto',
    summary: 'the top table as a profile of its own',
    load: async () => (await import('./topproto.ts')).topprotoCommand,
  },
  {
    name: 'traces',
    summary: 'every sample with its stack',
    load: async () => (await import('./traces.ts')).tracesCommand,
  },
  {
    name: 'tree',
    summary: 'every function with its callers and callees',
    load: async () => (await import('./tree.ts')).treeCommand,
  },
  {
    name: 'view',
    summary: 'open the viewer in the browser: findings, flamegraph, table, goroutines, comparison',
    load: async () => (await import('./view.ts')).viewCommand,
  },
  {
    name: 'watch',
    summary: 'take profiles every interval, and say what grows while it grows',
    load: async () => (await import('./watch.ts')).watchCommand,
  },
];
