/**
 * ClickHouse in a process of its own, for it is native code.
 *
 * usage: node clickhouse.mjs FOLDER <JSON    FOLDER has chdb in its node_modules; reads {statements, queries}, and writes
 * for each query {columns, rows}
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';

const {Session} = createRequire(join(resolve(process.argv[2]), 'package.json'))('chdb');
const {queries, statements} = JSON.parse(readFileSync(0, 'utf8'));
const session = new Session();
for (const statement of statements) session.query(statement);
const answers = queries.map((query) => {
  const {data, meta} = JSON.parse(session.query(query, 'JSONCompact'));
  return {columns: meta.map(({name}) => name), rows: data};
});
process.stdout.write(JSON.stringify(answers));
