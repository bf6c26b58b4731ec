/**
 * What several questions begin with, as entries of WITH.
 */

/** What a profile of `kind` measures. */
export const MEASURE = "CASE kind WHEN 'heap' THEN 'heap' WHEN 'cpu' THEN 'cpu' ELSE 'goroutines' END";

/** Of amounts of `measure`. */
export const UNIT = "CASE measure WHEN 'heap' THEN 'MiB' WHEN 'cpu' THEN 'cores' ELSE 'goroutines' END";

/** The last profile of each kind that an instance has; of instances without a name, every profile. */
export const LATEST: string = `latest AS (
  SELECT id, service, version, instance, kind, duration_nanos, source,
    ${MEASURE} AS measure
  FROM (
    SELECT id, service, version, instance, kind, duration_nanos, source, row_number() OVER (
      PARTITION BY service, version, kind, instance, CASE WHEN instance = '' THEN id ELSE '' END
      ORDER BY time_nanos DESC, id
    ) AS age
    FROM profiles
    WHERE kind IN ('goroutine', 'goroutineleak', 'heap', 'cpu')
  ) AS aged
  WHERE age = 1
)`;

/** Goroutines that wait for the network, a timer or a system call may well be many. */
export const IS_SUSPECT = `g.idle IS NULL AND g.wait_class NOT IN ('io', 'sleep', 'syscall', 'running', 'unknown')`;

/** Columns of a table under their own names, which ClickHouse does not give them where a join has them twice. */
export function named(table: string, ...columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column} AS ${column}`).join(', ');
}

/**
 * Goroutines, MiB in use and cores by responsible function, of each profile of the table `profile_table`.
 */
export function measured(profileTable: string): string {
  return `measured AS (
  SELECT p.id AS id, 'goroutines' AS measure, g.responsible AS responsible, 1e0 * sum(g.count) AS amount
  FROM goroutines AS g JOIN ${profileTable} AS p ON p.id = g.profile
  WHERE ${IS_SUSPECT}
  GROUP BY p.id, g.responsible
  UNION ALL
  SELECT p.id AS id, 'heap' AS measure, t.responsible AS responsible, 1e0 * sum(s.inuse_space) / 1048576 AS amount
  FROM samples AS s JOIN ${profileTable} AS p ON p.id = s.profile JOIN stacks AS t ON t.id = s.stack
  WHERE p.kind = 'heap' AND s.inuse_space > 0
  GROUP BY p.id, t.responsible
  UNION ALL
  SELECT p.id AS id, 'cpu' AS measure, t.responsible AS responsible, 1e0 * sum(s.cpu) / p.duration_nanos AS amount
  FROM samples AS s JOIN ${profileTable} AS p ON p.id = s.profile JOIN stacks AS t ON t.id = s.stack
  WHERE p.kind = 'cpu' AND s.cpu > 0 AND p.duration_nanos > 0
  GROUP BY p.id, p.duration_nanos, t.responsible
)`;
}

/** Instances of each version of a service that have the measure. */
export const INSTANCES = `instances AS (
  SELECT service, version, measure, count(*) AS instances FROM latest GROUP BY service, version, measure
)`;

/** The limit of each measure, as an expression over `measure`. */
export function limitOf({crowd, mib, cores}: Readonly<Record<string, number>>): string {
  return `CASE measure WHEN 'goroutines' THEN ${crowd} WHEN 'heap' THEN ${mib} ELSE ${cores} END`;
}
