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
  pprofx mcp                                       an assistant starts this; the folder it starts in may be read
  pprofx mcp --root ~/profiles --root ./dumps      other folders, and no others
  pprofx mcp --allow-collect localhost:6060        it may also take profiles of this process
`;

export const mcpCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .addOption(
        new Option('--root <dir>', 'folder whose files may be read; repeatable (default: this one)').argParser(
          collected,
        ),
      )
      .addOption(
        new Option('--allow-collect <target>', 'a process that may be profiled; repeatable').argParser(collected),
      )
      .option('--debug', 'show stack traces of failures')
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
