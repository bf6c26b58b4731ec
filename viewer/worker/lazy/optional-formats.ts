/** Formats that load with the first input that may be one of theirs; a report of other inputs does without. */
import type {Format} from '../../../src/formats/format.ts';
import {MissingModule} from './missing-module.ts';

/**
 * One format in place of several.
 *
 * @param isMaybe  every beginning that the real formats go by, and more
 */
export function optionalFormats(
  {id, title}: Pick<Format, 'id' | 'title'>,
  isMaybe: (head: Uint8Array) => boolean,
  load: () => Promise<readonly Format[]>,
): Format {
  let formats: readonly Format[] | undefined;
  /** The format that claimed the input last: it is opened next. */
  let claimant: Format | undefined;
  const loadOrDoWithout = async (): Promise<void> => {
    formats = await load().catch(() => []);
  };
  return {
    id,
    title,
    sniff: (head, isWhole) => {
      if (!isMaybe(head)) return false;
      if (formats === undefined) throw new MissingModule(loadOrDoWithout);
      claimant = formats.find((format) => format.sniff(head, isWhole));
      return claimant !== undefined;
    },
    open: (options) => (claimant as Format).open(options),
  };
}
