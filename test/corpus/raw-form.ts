/**
 * What a table of raw says of a profile, whatever its rows are numbered: the head, and the sum of each stack.
 *
 * google/pprof's goldens were written before its merge, which leaves out mappings that nothing uses and samples without
 * value or stack, numbers rows by use and sums equal samples. Columns of lines are not part of it: pprofx prints them as Go 1.19 does, not at all.
 */

/** Lines that compare one by one. */
export function rawForm(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const [samples, locations, mappings] = ['Samples:', 'Locations', 'Mappings'].map((title) => lines.indexOf(title));
  const mappingOf = numbered(lines.slice(mappings + 1));
  const places = placesOf(lines.slice(locations + 1, mappings), mappingOf);
  const head = lines.slice(0, samples).filter((line) => line !== '' && !line.startsWith('Comment: '));
  return [...head.map(inUtc), lines[samples + 1], ...sumsOf(lines.slice(samples + 2, locations), places)];
}

function inUtc(line: string): string {
  const [, date, time, zone] = /^Time: (\S+) (\d+:\d+:\d+)\S* ([+-]\d{4})/.exec(line) ?? [];
  return date === undefined ? line : `Time: ${new Date(`${date}T${time}${zone}`).toISOString()}`;
}

/** `1: text` by number; a mapping that says nothing is none. */
function numbered(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const [, number, text] = /^(\d+): (.*)$/.exec(line) ?? [];
      return number === undefined || text === '0x0/0x0/0x0' ? [] : [[number, text] as const];
    }),
  );
}

/** Locations by number, with the mapping in full and every inlined line. */
function placesOf(lines: readonly string[], mappingOf: ReadonlyMap<string, string>): Map<string, string> {
  const places = new Map<string, string>();
  let last = '';
  for (const line of lines) {
    const [, number, text] = /^ *(\d+): (0x.*)$/.exec(line) ?? [];
    last = number ?? last;
    const whole = (text ?? line.trim())
      .replace(/ M=(\d+)/, (_, mapping: string) => (mappingOf.has(mapping) ? ` in ${mappingOf.get(mapping)}` : ''))
      .replace(/:(\d+):\d+ s=/, ':$1 s=');
    places.set(last, number === undefined ? `${places.get(last)} < ${whole}` : whole);
  }
  return places;
}

/** Values of each stack and label set. */
function sumsOf(lines: readonly string[], places: ReadonlyMap<string, string>): string[] {
  const sums = new Map<string, number[]>();
  let sample: {readonly values: readonly number[]; key: string} | undefined;
  const add = (): void => {
    if (sample === undefined) return;
    const before = sums.get(sample.key);
    sums.set(
      sample.key,
      sample.values.map((value, at) => value + (before?.[at] ?? 0)),
    );
  };
  for (const line of lines) {
    const [, values, stack] = /^((?: +-?\d+)+):((?: \d+)*)$/.exec(line) ?? [];
    if (values === undefined) {
      if (sample !== undefined) sample.key += ` ${line.trim()}`;
      continue;
    }
    add();
    const names = stack
      .trim()
      .split(' ')
      .map((number) => places.get(number) ?? '');
    sample = {values: values.trim().split(/ +/).map(Number), key: names.join('; ')};
  }
  add();
  const isKept = ([key, values]: readonly [string, readonly number[]]): boolean =>
    key.startsWith('0x') && values.some((value) => value !== 0);
  return [...sums]
    .filter(isKept)
    .map(([key, values]) => `${values.join(' ')} ${key}`)
    .sort();
}
