/**
 * Profiles of a dataset as one profile: DuckDB adds up equal samples, so memory follows distinct ones.
 *
 * What a dataset does not keep is not in it: lines, addresses, mappings and comments.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Profile} from '../../model/profile.ts';
import {type Cell, Dataset} from './duckdb.ts';
import {VALUE_COLUMNS} from './tables.ts';

const COLUMNS = [...VALUE_COLUMNS.keys()];

/**
 * @param where  a condition over the columns of `profiles`, '' for all
 * @throws USAGE where nothing fits, or profiles of different sample types do
 */
export async function mergeDataset(root: string, where: string): Promise<Profile> {
  const dataset = await Dataset.open(root);
  try {
    // The condition may end in a comment.
    const chosen = `WITH chosen AS (SELECT * FROM profiles WHERE (${where === '' ? 'true' : where}\n))`;
    const builder = new ProfileBuilder('pprof', root);
    await readHead(dataset, chosen, builder);
    const stackOf = await readStacks(dataset, chosen, builder);
    const labelsOf = labelReader(builder);
    for (const [stack, labels, type, other, ...values] of (await dataset.ask(samplesOf(chosen))).rows) {
      const sample = builder.internSample(stackOf.get(stack) ?? NONE, labelsOf(String(labels ?? '[]')));
      builder.sampleTypes.forEach((each, at) => {
        const column = COLUMNS.indexOf(each.type);
        const value = type === null ? values[column] : type === at ? other : null;
        addExactly(builder, at, sample, BigInt(value ?? 0));
      });
    }
    return builder.finish();
  } finally {
    dataset.close();
  }
}

async function readHead(dataset: Dataset, chosen: string, {head, sampleTypes}: ProfileBuilder): Promise<void> {
  const {rows} = await dataset.ask(`${chosen}
SELECT array_to_string(sample_types, chr(10)) AS types, period_type, coalesce(min(nullif(time_nanos, 0)), 0),
  CAST(sum(duration_nanos) AS BIGINT), max(period)
FROM chosen GROUP BY types, period_type ORDER BY types, period_type`);
  if (rows.length === 0) throw failure('USAGE', 'no profile of the dataset fits --where');
  if (rows.length > 1) {
    const types = rows.map(([each]) => String(each).replaceAll('\n', ' ')).join('; ');
    throw failure(
      'USAGE',
      `profiles of different sample types fit: ${types}`,
      {},
      'narrow it, e.g. --where "kind = \'heap\'"',
    );
  }
  const [[types, periodType, time, duration, period]] = rows;
  for (const type of String(types).split('\n')) sampleTypes.push(typeOf(type));
  head.periodType = periodType === '' ? undefined : typeOf(String(periodType));
  head.timeNanos = BigInt(time ?? 0);
  head.durationNanos = BigInt(duration ?? 0);
  head.period = BigInt(period ?? 0);
}

/** Types may hold a slash, units do not. */
function typeOf(text: string): {type: string; unit: string} {
  const at = text.lastIndexOf('/');
  return {type: text.slice(0, at), unit: text.slice(at + 1)};
}

async function readStacks(dataset: Dataset, chosen: string, builder: ProfileBuilder): Promise<Map<Cell, number>> {
  const locationOf = locationReader(builder, (await dataset.ask('SELECT id, name, file FROM functions')).rows);
  const {rows} = await dataset.ask(`${chosen}
SELECT id, array_to_string(frames, ' ') FROM stacks
WHERE id IN (SELECT s.stack FROM samples AS s JOIN chosen AS p ON p.id = s.profile) ORDER BY id`);
  return new Map(
    rows.map(([id, frames]) => {
      const outermostFirst = String(frames).split(' ').reverse();
      const known = outermostFirst.filter((each) => each !== '');
      return [id, known.reduce((stack, each) => builder.internStack(stack, locationOf(each)), NONE)];
    }),
  );
}

/** Functions enter the profile in the order in which stacks name them: those of other profiles leave no trace. */
function locationReader(builder: ProfileBuilder, rows: readonly (readonly Cell[])[]): (id: string) => number {
  const named = new Map(rows.map(([id, name, file]) => [String(id), [String(name), String(file)]]));
  return (id) => {
    const [name, file] = (named.get(id) ?? ['', '']).map((text) => builder.strings.intern(text));
    return builder.internNamedLocation(name, file);
  };
}

/** Samples that cancel out are left out, as in any merge. */
function samplesOf(chosen: string): string {
  const sums = [...COLUMNS, 'other_value'].map((name) => `sum(s.${name}) AS ${name}`);
  return `${chosen}
SELECT stack, labels, other_type, other_value, ${COLUMNS.join(', ')} FROM (
  SELECT s.stack, s.labels, s.other_type, ${sums.join(', ')}
  FROM samples AS s JOIN chosen AS p ON p.id = s.profile GROUP BY s.stack, s.labels, s.other_type
) WHERE ${[...COLUMNS, 'other_value'].map((name) => `coalesce(${name}, 0) <> 0`).join(' OR ')}
ORDER BY stack, labels NULLS FIRST, other_type NULLS FIRST`;
}

function labelReader(builder: ProfileBuilder): (json: string) => number {
  const rows = new Map<string, number>();
  const intern = (text: string): number => builder.strings.intern(text);
  const labelOf = ([key, value, unit]: readonly string[]): LabelInput =>
    unit === undefined
      ? {key: intern(key), text: intern(value), number: 0n, unit: 0}
      : {key: intern(key), text: NONE, number: BigInt(value), unit: intern(unit)};
  return (json) => {
    const known = rows.get(json) ?? builder.internLabelSet((JSON.parse(json) as string[][]).map(labelOf));
    rows.set(json, known);
    return known;
  };
}

/** A sum past 2^53 is a double and what it leaves. */
function addExactly(builder: ProfileBuilder, type: number, sample: number, value: bigint): void {
  const high = Number(value);
  builder.addValue(type, sample, high, Number(value - BigInt(high)));
}
