/**
 * The registry of commands, alphabetical.
 */
import type {CommandEntry} from './command.ts';

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'analyze',
    summary: 'report what is wrong, then summarize the profile',
    load: async () => (await import('./analyze.ts')).analyzeCommand,
  },
  {
    name: 'bench-diff',
    summary: 'run a benchmark before and after, alternating, and compare the profiles',
    load: async () => (await import('./bench-diff.ts')).benchDiffCommand,
  },
  {
    name: 'callgrind',
    summary: 'write a callgrind file for KCachegrind',
    load: async () => (await import('./callgrind.ts')).callgrindCommand,
  },
  {
    name: 'collect',
    summary: 'fetch profiles from processes, pods or a control plane into a folder',
    load: async () => (await import('./collect.ts')).collectCommand,
  },
  {
    name: 'comments',
    summary: 'print the comments stored in a profile',
    load: async () => (await import('./comments.ts')).commentsCommand,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
  {
    name: 'convert',
    summary: 'convert to pprof, folded stacks, speedscope, JSON or OTLP',
    load: async () => (await import('./convert.ts')).convertCommand,
  },
  {
    name: 'diff',
    summary: 'compare before and after: fixed, better, unchanged or worse, and why',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'dot',
    summary: 'write the call graph for Graphviz',
    load: async () => (await import('./dot.ts')).dotCommand,
  },
  {
    name: 'explain',
    summary: 'explain a detector, a signature or a finding in full',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'export',
    summary: 'write profiles as Parquet files for DuckDB, ClickHouse, Spark and others',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'flame',
    summary: 'draw a flamegraph as SVG, as a self-contained HTML page, or in the terminal',
    load: async () => (await import('./flame.ts')).flameCommand,
  },
  {
    name: 'fleet',
    summary: 'rank services and builds across many processes',
    load: async () => (await import('./fleet.ts')).fleetCommand,
  },
  {
    name: 'goroutines',
    summary: 'group goroutines by stack, with states, wait times and creators',
    load: async () => (await import('./goroutines.ts')).goroutinesCommand,
  },
  {
    name: 'graph',
    summary: 'draw the call graph as SVG',
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  {
    name: 'list',
    summary: 'print annotated source of matching functions',
    load: async () => (await import('./list.ts')).listCommand,
  },
  {
    name: 'mcp',
    summary: 'serve the analysis to an assistant (Model Context Protocol)',
    load: async () => (await import('./mcp.ts')).mcpCommand,
  },
  {
    name: 'merge',
    summary: 'merge profiles into one',
    load: async () => (await import('./merge.ts')).mergeCommand,
  },
  {
    name: 'peek',
    summary: 'print callers and callees of matching functions',
    load: async () => (await import('./peek.ts')).peekCommand,
  },
  {
    name: 'proto',
    summary: 'write the filtered profile in pprof format',
    load: async () => (await import('./proto.ts')).protoCommand,
  },
  {
    name: 'raw',
    summary: 'print a profile as text, table by table',
    load: async () => (await import('./raw.ts')).rawCommand,
  },
  {
    name: 'rules',
    summary: 'list detectors and signatures',
    load: async () => (await import('./rules.ts')).rulesCommand,
  },
  {
    name: 'schema',
    summary: "print the JSON Schema of a command's output",
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    name: 'sql',
    summary: 'query a dataset of pprofx export: leaks, growth, regressions, or your own SQL',
    load: async () => (await import('./sql.ts')).sqlCommand,
  },
  {
    name: 'tags',
    summary: 'print the labels of samples and their totals',
    load: async () => (await import('./tags.ts')).tagsCommand,
  },
  {
    name: 'top',
    summary: 'print the hottest or largest functions, as go tool pprof -top does',
    load: async () => (await import('./top.ts')).topCommand,
  },
  {
    name: 'topproto',
    summary: 'write the top table in pprof format',
    load: async () => (await import('./topproto.ts')).topprotoCommand,
  },
  {
    name: 'traces',
    summary: 'print every sample with its stack',
    load: async () => (await import('./traces.ts')).tracesCommand,
  },
  {
    name: 'tree',
    summary: 'print every function with its callers and callees',
    load: async () => (await import('./tree.ts')).treeCommand,
  },
  {
    name: 'view',
    summary: 'open the viewer in a browser: findings, flamegraph, table, goroutines, comparison',
    load: async () => (await import('./view.ts')).viewCommand,
  },
  {
    name: 'watch',
    summary: 'take profiles at an interval and report growth as it happens',
    load: async () => (await import('./watch.ts')).watchCommand,
  },
];
