/**
 * The tables of a dataset; docs/dataset.md explains every column, and a test holds the two together.
 *
 * Columns are of the types that every engine reads alike. A row of `date` and `service` is in the name of its folder.
 */
import type {SchemaElement} from 'hyparquet';

export type ColumnType = 'text' | 'int32' | 'int64' | 'time' | 'texts' | 'int64s';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
}

export type TableName = 'profiles' | 'functions' | 'stacks' | 'samples' | 'goroutines' | 'findings';

export interface TableDefinition {
  /** Below `date=…/service=…/`; tables of content ids are shared by all of them. */
  readonly isPartitioned: boolean;
  readonly columns: readonly ColumnDefinition[];
}

const column = (name: string, type: ColumnType): ColumnDefinition => ({name, type, isNullable: false});
const nullable = (name: string, type: ColumnType): ColumnDefinition => ({name, type, isNullable: true});

/** Sample types with a column of their own, and the unit they must have. */
export const VALUE_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
  ['contentions', 'count'],
  ['delay', 'nanoseconds'],
  ['goroutine', 'count'],
]);

export const TABLES: Readonly<Record<TableName, TableDefinition>> = {
  functions: {
    isPartitioned: false,
    columns: [column('id', 'int64'), column('name', 'text'), column('package', 'text'), column('file', 'text')],
  },
  stacks: {
    isPartitioned: false,
    columns: [
      column('id', 'text'),
      column('frames', 'int64s'),
      column('leaf', 'text'),
      column('responsible', 'text'),
      nullable('kind', 'text'),
    ],
  },
  samples: {
    isPartitioned: true,
    columns: [
      column('profile', 'text'),
      column('stack', 'text'),
      nullable('labels', 'text'),
      ...[...VALUE_COLUMNS.keys()].map((name) => nullable(name, 'int64')),
      nullable('other_type', 'int32'),
      nullable('other_value', 'int64'),
    ],
  },
  goroutines: {
    isPartitioned: true,
    columns: [
      column('profile', 'text'),
      column('stack', 'text'),
      column('wait_class', 'text'),
      column('state', 'text'),
      column('responsible', 'text'),
      column('created_by', 'text'),
      nullable('idle', 'text'),
      column('count', 'int64'),
      nullable('wait_min', 'int32'),
      nullable('wait_median', 'int32'),
      nullable('wait_max', 'int32'),
    ],
  },
  findings: {
    isPartitioned: true,
    columns: [
      column('profile', 'text'),
      column('detector', 'text'),
      column('severity', 'text'),
      column('title', 'text'),
      column('culprit', 'text'),
      column('fingerprint', 'text'),
      column('json', 'text'),
    ],
  },
  profiles: {
    isPartitioned: true,
    columns: [
      column('id', 'text'),
      nullable('time', 'time'),
      column('time_nanos', 'int64'),
      column('version', 'text'),
      column('instance', 'text'),
      column('labels', 'text'),
      column('kind', 'text'),
      column('sample_types', 'texts'),
      column('totals', 'int64s'),
      column('duration_nanos', 'int64'),
      column('period_type', 'text'),
      column('period', 'int64'),
      column('source', 'text'),
      column('source_sha256', 'text'),
    ],
  },
};

/** Tables in the order in which their files become visible: who reads a profile finds everything of it. */
export const TABLE_NAMES: readonly TableName[] = Object.keys(TABLES) as TableName[];

/** The Parquet schema of a table. */
export function parquetSchema({columns}: TableDefinition): SchemaElement[] {
  return [{name: 'root', num_children: columns.length}, ...columns.flatMap(schemaOf)];
}

function schemaOf({isNullable, name, type}: ColumnDefinition): SchemaElement[] {
  const repetition_type = isNullable ? 'OPTIONAL' : 'REQUIRED';
  if (type === 'text') return [{name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type}];
  if (type === 'time') return [{name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type}];
  if (type === 'int32') return [{name, type: 'INT32', repetition_type}];
  if (type === 'int64') return [{name, type: 'INT64', repetition_type}];
  const element: SchemaElement =
    type === 'texts'
      ? {name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED'}
      : {name: 'element', type: 'INT64', repetition_type: 'REQUIRED'};
  return [
    {name, repetition_type, num_children: 1, converted_type: 'LIST'},
    {name: 'list', repetition_type: 'REPEATED', num_children: 1},
    element,
  ];
}
