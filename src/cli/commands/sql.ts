/**
 * `pprofx sql`: questions to a dataset.
 */
import {type Command, Option} from 'commander';
import {failure} from '../../base/errors.ts';
import {withoutTrailing} from '../../base/without-trailing.ts';
import {ANSWER_FORMATS} from '../../render/fleet/answer.ts';
import {Dataset} from '../dataset/duckdb.ts';
import {collected} from '../input/collected.ts';
import {addCommonOptions, type CommonOptions} from '../options/common-options.ts';
import {writeResult} from '../output/output.ts';
import {askedSql, limitsText} from '../questions/ask.ts';
import {DIALECTS} from '../questions/dialects/index.ts';
import {QUESTIONS} from '../questions/index.ts';
import type {CommandModule} from './command.ts';

interface SqlChoices extends CommonOptions {
  readonly dialect: string;
  readonly limit?: readonly string[];
  readonly list?: boolean;
  readonly print?: boolean;
  readonly query?: string;
  readonly tables?: boolean;
}

const EXAMPLES = `
Examples:
  $ pprofx sql dataset/ leaks --limit crowd=1000
  $ pprofx sql dataset/ who-uses 'github.com/acme/queue.*' --format json
  $ pprofx sql dataset/ --query "SELECT kind, count(*) FROM profiles GROUP BY kind" --format csv
  $ pprofx sql s3://bucket/dataset --tables --dialect trino
  $ pprofx sql dataset/ regressions --print --dialect spark
`;

export const sqlCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('[dataset]', 'folder written by pprofx export')
      .argument('[question]', 'question to ask; --list prints them')
      .argument('[argument]', 'argument of the question, as in who-uses FUNCTION; * matches any text')
      .option('--list', 'list the questions and their limits')
      .option('--print', 'print the SQL of the question without running it')
      .option('--tables', 'print the SQL that creates tables over the dataset without running it')
      .addOption(
        new Option('--dialect <name>', 'SQL dialect of --print and --tables')
          .choices(DIALECTS.map(({name}) => name))
          .default('duckdb'),
      )
      .option('--query <sql>', 'your own SELECT; docs/dataset.md describes the tables')
      .option('--limit <name=value>', 'override a limit of --list; repeatable', collected)
      .addHelpText('after', EXAMPLES);
    addCommonOptions(command, [...Object.keys(ANSWER_FORMATS), 'parquet']);
    command.action((...words: [string?, string?, string?, SqlChoices?]) => {
      const [dataset, question, argument, options] = words;
      if (options !== undefined) run(() => sql([dataset, question, argument], options));
    });
  },
};

async function sql([root, name, argument]: readonly (string | undefined)[], options: SqlChoices): Promise<number> {
  if (options.list === true) await writeResult(listText(), options);
  else if (root === undefined)
    throw failure('USAGE', 'sql needs a dataset', {}, 'make one with pprofx export INPUT… -o DIR');
  else if (options.tables === true) await writeResult(dialectOf(options).tables(withoutTrailing(root, '/')), options);
  else {
    const query = queryOf(name, argument, options);
    if (options.print === true) await writeResult(`${query};\n`, options);
    else await answer(root, query, options);
  }
  return 0;
}

async function answer(root: string, query: string, options: SqlChoices): Promise<void> {
  const {format = 'text'} = options;
  if (format === 'parquet' && options.output === undefined) {
    throw failure('USAGE', 'a Parquet file does not go to standard output', {}, 'give -o FILE');
  }
  const dataset = await Dataset.open(root);
  try {
    const result =
      format === 'parquet' ? await dataset.parquet(query) : ANSWER_FORMATS[format](await dataset.ask(query));
    await writeResult(result, options);
  } finally {
    dataset.close();
  }
}

function queryOf(name: string | undefined, argument: string | undefined, options: SqlChoices): string {
  if (options.query === undefined) return askedSql({name, argument, limits: options.limit}, dialectOf(options));
  if (name !== undefined) throw failure('USAGE', `--query replaces a question, but ${name} is given as well`);
  return options.query;
}

function dialectOf({dialect}: SqlChoices): (typeof DIALECTS)[number] {
  return DIALECTS.find(({name}) => name === dialect) ?? DIALECTS[0];
}

function listText(): string {
  return QUESTIONS.map(({argument, limits, name, summary}) => {
    const numbers = limitsText(limits);
    return `${name}${argument === undefined ? '' : ` ${argument}`}\n  ${summary}\n${numbers === '' ? '' : `  ${numbers}\n`}`;
  }).join('');
}
