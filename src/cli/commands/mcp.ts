/**
 * `pprofx mcp`: the analysis as tools for an assistant, over standard input and output.
 */
import {type Command, Option} from 'commander';
import {collected} from '../input/collected.ts';
import {openRoots} from '../mcp/roots.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import type {CommandModule} from './command.ts';

interface McpOptions {
  readonly root?: readonly string[];
  readonly allowCollect?: readonly string[];
}

const EXAMPLES = `
Examples:
  pprofx mcp                                       started by an assistant; may read the current folder
  pprofx mcp --root ~/profiles --root ./dumps      may read these folders only
  pprofx mcp --allow-collect localhost:6060        may also profile this process
`;

export const mcpCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .addOption(
        new Option(
          '--root <dir>',
          'allow reading files in this folder; repeatable (default: the current one)',
        ).argParser(collected),
      )
      .addOption(
        new Option('--allow-collect <target>', 'allow profiling this process; repeatable').argParser(collected),
      )
      .option('--debug', 'print stack traces of errors')
      .addHelpText('after', EXAMPLES)
      .action((options: McpOptions) => run(() => mcp(options)));
  },
};

async function mcp({allowCollect = [], root = ['.']}: McpOptions): Promise<number> {
  const roots = openRoots(root);
  const {serve} = await import('../mcp/server.ts');
  await serve({roots, allowCollect});
  return EXIT_CODES.ok;
}
