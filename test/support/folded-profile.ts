/**
 * Profiles written by hand: `root;caller;leaf 12` a line.
 */
import {NONE} from '../../src/base/columns.ts';
import {ProfileBuilder} from '../../src/model/builder/profile-builder.ts';
import type {Profile} from '../../src/model/profile.ts';

export interface StackOptions {
  readonly name?: string;
  readonly type?: string;
  readonly unit?: string;
  readonly durationSeconds?: number;
  readonly timeSeconds?: number;
}

/** A profile of one sample type; functions keep the line number after a colon, e.g. `main.work:12`. */
export function profileOf(lines: readonly string[], options: StackOptions = {}): Profile {
  const builder = new ProfileBuilder('test', options.name ?? 'test.pb');
  builder.addSampleType(options.type ?? 'samples', options.unit ?? 'count');
  builder.head.durationNanos = BigInt(Math.round((options.durationSeconds ?? 0) * 1e9));
  builder.head.timeNanos = BigInt(options.timeSeconds ?? 0) * 1_000_000_000n;
  let address = 0;
  for (const line of lines) {
    const space = line.lastIndexOf(' ');
    let stack = NONE;
    for (const frame of line.slice(0, space).split(';')) {
      const [, name, number] = /^(.*?)(?::(\d+))?$/s.exec(frame) ?? [];
      const text = builder.strings.intern(name ?? '');
      const fn = builder.internFunction(text, text, 0, 0);
      stack = builder.internStack(
        stack,
        builder.internLocation(++address, 0, NONE, false, [fn, Number(number ?? 0), 0]),
      );
    }
    builder.addValue(0, builder.internSample(stack, 0), Number(line.slice(space + 1)));
  }
  return builder.finish();
}
