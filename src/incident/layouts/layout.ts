/**
 * What is known of the bundles that one tool writes.
 */

/** Where an entry of a bundle belongs. */
export interface Placement {
  /** What stands before the bundle's own paths: two bundles in one folder differ in it. */
  readonly root: string;
  /** The process, as a person calls it; '' for the only one of the bundle. */
  readonly process: string;
  /** What replicas of the process share. */
  readonly group?: string;
  /** A moment that has no time, e.g. `before`; text that sorts. */
  readonly label?: string;
  /** Milliseconds since 1970, from the names in the path. */
  readonly millis?: number;
}

export interface BundleLayout {
  readonly id: string;
  /** For people: `Nomad (nomad operator debug)`. */
  readonly title: string;
  /** Paths that a bundle of this maker has; each of these is there. */
  readonly marks: readonly RegExp[];
  /** @returns undefined for an entry that the layout says nothing of */
  place(path: string): Placement | undefined;
}

/** A layout of paths, each of which names its process and moment in groups: `process`, `group`, `label`, `time`. */
export function pathLayout(
  about: Pick<BundleLayout, 'id' | 'title' | 'marks'>,
  paths: readonly RegExp[],
  processName: (group: string) => string = (name) => name,
): BundleLayout {
  const place = (path: string): Placement | undefined => {
    for (const pattern of paths) {
      const match = pattern.exec(path);
      if (match !== null) return placementOf(path, match, processName);
    }
    return undefined;
  };
  return {...about, place};
}

function placementOf(path: string, match: RegExpExecArray, processName: (group: string) => string): Placement {
  const {group, label, process = '', time} = match.groups ?? {};
  const millis = time === undefined ? undefined : timeIn(time)?.millis;
  return {
    root: path.slice(0, match.index),
    process: processName(process),
    ...(group === undefined ? {} : {group}),
    ...(label === undefined ? {} : {label}),
    ...(millis === undefined ? {} : {millis}),
  };
}

/** `2026-11-27T21-45-12Z` and its like, `20261127-214512`, `20261127-2145`; a zone other than UTC is taken off. */
const DATE =
  /(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[-_:.]?(\d\d)(?:[-_:.]?(\d\d)(?:[.,]\d{1,9})?)?(?:Z|([+-])(\d\d):?(\d\d))?(?!\d)/;
/** Seconds or milliseconds since 1970, of this century. */
const UNIX = /(?<!\d)(1[5-9]\d{8}|2[01]\d{8})(\d{3})?(?!\d)/;

/** The time in a name, and where it stands in it. */
export function timeIn(name: string): {readonly millis: number; readonly text: string} | undefined {
  const date = DATE.exec(name);
  if (date !== null) {
    const [text, ...parts] = date;
    const [year, month, day, hour, minute, second] = parts.slice(0, 6).map((part) => Number(part ?? 0));
    const offset =
      parts[6] === undefined ? 0 : (parts[6] === '-' ? -1 : 1) * (Number(parts[7]) * 60 + Number(parts[8]));
    const millis = Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000;
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24) return {millis, text};
  }
  const unix = UNIX.exec(name);
  if (unix === null) return undefined;
  return {millis: Number(unix[1]) * 1000 + Number(unix[2] ?? 0), text: unix[0]};
}
