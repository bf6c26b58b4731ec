/**
 * `pprofx schema NAME`: print the JSON Schema of a command's output.
 */
import {readdirSync} from 'node:fs';
import type {Command} from 'commander';
import {failure} from '../../base/errors.ts';
import {packageRoot, packageText} from '../input/package-files.ts';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

export const schemaCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('[name]', 'command with JSON output; omit it to list the names');
    addCommonOptions(command, ['json']);
    command.action((name: string | undefined, options: CommonOptions) => run(() => schema(name, options)));
  },
};

async function schema(name: string | undefined, options: CommonOptions): Promise<number> {
  const names = readdirSync(new URL('schema/', packageRoot()))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
  if (name !== undefined && !names.includes(name)) {
    throw failure('USAGE', `no schema ${name}; there are: ${names.join(', ')}`);
  }
  const text = name === undefined ? `${names.join('\n')}\n` : packageText(`schema/${name}.json`);
  await writeResult(text, options);
  return 0;
}
