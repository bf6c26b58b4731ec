/**
 * `pprofx fleet`: which service and which build has the problem, in how many instances.
 */
import type {Command} from 'commander';
import {FLEET_LIMITS, type FleetLimits, type FleetRow} from '../../analysis/fleet/fleet-ranking.ts';
import {indexSignatures} from '../../analysis/knowledge/signature-match.ts';
import {failure} from '../../base/errors.ts';
import {renderFleetJson} from '../../render/fleet/ranking-json.ts';
import {renderFleetText} from '../../render/fleet/ranking-text.ts';
import {SIGNATURES} from '../../signatures/index.ts';
import {parseLabelRules} from '../fleet/fleet-labels.ts';
import {readOwners} from '../fleet/owners.ts';
import {rankFolders} from '../fleet/rank-folders.ts';
import {collected} from '../input/collected.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {numberOf} from '../options/limit-option.ts';
import {readRulesFile} from '../options/rules-file.ts';
import {warningLine} from '../output/failure-text.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface FleetChoices extends CommonOptions, ReadChoices {
  readonly by: string;
  readonly label?: readonly string[];
  readonly limit?: readonly string[];
  readonly owners?: string;
  readonly rules?: string;
  readonly rows: string;
  readonly full?: boolean;
}

const EXAMPLES = `
Examples:
  $ pprofx fleet profiles/ --by service,build
  $ pprofx fleet dumps/ --label 'service=(*)/*' --label 'build=*/(*)' --limit crowd=1000 --limit instances=3
  $ pprofx fleet profiles/ --owners OWNERS.yaml --format json
`;

export const fleetCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<inputs...>', 'folders with profiles, folders of pprofx collect, files, quoted patterns')
      .option('--by <labels>', 'group by these labels, separated by commas', 'service,build')
      .option('--label <key=pattern>', "a label out of the path, e.g. 'service=(*)/*'; repeat", collected)
      .option('--limit <name=value>', `override a limit: ${limitNames()}; repeatable`, collected)
      .option('--owners <file>', 'owners of services and functions, YAML or JSON')
      .option('--rules <file>', 'add your own signatures, YAML or JSON')
      .option('--rows <n>', 'rows per table, 0 for all', '20')
      .option('--full', 'print full import paths')
      .addHelpText('after', EXAMPLES);
    addReadOptions(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((inputs: string[], options: FleetChoices) => run(() => fleet(inputs, options)));
  },
};

async function fleet(inputs: readonly string[], options: FleetChoices): Promise<number> {
  const rows = Number(options.rows);
  if (!Number.isInteger(rows) || rows < 0) {
    throw failure('USAGE', `--rows ${options.rows}: expected a whole number, 0 or more`);
  }
  const owners = options.owners === undefined ? undefined : readOwners(options.owners);
  const unread: string[] = [];
  const own = options.rules === undefined ? [] : readRulesFile(options.rules);
  const ranked = await rankFolders(
    inputs,
    {
      by: options.by.split(',').map((label) => label.trim()),
      limits: parseFleetLimits(options.limit),
      rules: parseLabelRules(options.label),
      signatures: indexSignatures([...own, ...SIGNATURES]),
      reading: readOptions(options),
    },
    (error) => {
      const line = warningLine(error);
      unread.push(line);
      if (options.quiet !== true) process.stderr.write(`warning: ${line}\n`);
    },
  );
  const ownerOf = owners === undefined ? undefined : (row: FleetRow): string => owners([...row.group, row.function]);
  const text =
    options.format === 'json'
      ? renderFleetJson(ranked, ownerOf, unread)
      : renderFleetText(
          ranked,
          {limit: rows, hasFullNames: options.full === true, ownerOf},
          styleFor(options, process.stdout),
        );
  await writeResult(text, options);
  return 0;
}

function limitNames(): string {
  return Object.entries(FLEET_LIMITS)
    .map(([name, usual]) => `${name}=${usual}`)
    .join(', ');
}

/** @throws USAGE */
function parseFleetLimits(texts: readonly string[] = []): FleetLimits {
  const limits: Record<keyof FleetLimits, number> = {...FLEET_LIMITS};
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (!Object.hasOwn(limits, name)) throw failure('USAGE', `--limit ${text}: there are ${limitNames()}`);
    limits[name as keyof FleetLimits] = numberOf(value, text);
  }
  return limits;
}
