/**
 * `--limit DETECTOR.NAME=VALUE`: the numbers that detectors decide on, as the user wants them.
 */
import {type Command, Option} from 'commander';
import {failure} from '../../base/errors.ts';
import {DETECTORS} from '../../detectors/index.ts';
import {collected} from '../input/collected.ts';
import {byteSize} from '../input/read-options.ts';

/** Limits by detector, as `analyze` takes them. */
export type Limits = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function addLimitOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--limit <detector.name=value>',
      'override a limit of a detector, e.g. heap-hog.bytes=1GiB; repeatable',
    ).argParser(collected),
  );
}

/**
 * Limits out of `hot-function.share=40%`, `heap-hog.bytes=1GiB`, `lock-convoy.crowd=50`; of two for the same, the last.
 *
 * @throws USAGE naming what is known where detector, limit or value makes no sense
 */
export function parseLimits(texts: readonly string[] = []): Limits {
  const limits: Record<string, Record<string, number>> = {};
  for (const text of texts) {
    const [, id = '', name = '', value = ''] = /^([^.=]+)\.([^.=]+)=(.*)$/.exec(text) ?? [];
    if (id === '') throw failure('USAGE', `--limit expects DETECTOR.NAME=VALUE, not ${text}`, {}, LIST_HINT);
    const detector = DETECTORS.find((candidate) => candidate.id === id);
    if (detector === undefined) throw failure('USAGE', `--limit ${text}: no detector ${id}`, {}, LIST_HINT);
    const known = Object.entries(detector.limits).map(([key, usual]) => `${key}=${usual}`);
    if (!Object.hasOwn(detector.limits, name)) {
      throw failure('USAGE', `--limit ${text}: ${id} has no limit ${name}; it has ${known.join(', ')}`);
    }
    limits[id] = {...limits[id], [name]: numberOf(value, text)};
  }
  return limits;
}

const LIST_HINT = 'pprofx rules lists detectors and their limits';

/** A number, a percentage, or a size. @throws USAGE quoting the option's text */
export function numberOf(value: string, text: string): number {
  const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(value);
  if (percent !== null) return Number(percent[1]) / 100;
  if (/^(?:\d+(?:\.\d+)?|\.\d+)(?:e\d+)?$/i.test(value) && Number.isFinite(Number(value))) return Number(value);
  if (/^\d.*[kmgtb]$/i.test(value)) return byteSize(value, `limit ${text}:`) ?? 0;
  throw failure('USAGE', `--limit ${text}: expected a number, a percentage or a size, not ${JSON.stringify(value)}`);
}
