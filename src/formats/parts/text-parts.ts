/**
 * Text profiles and dumps that somebody pasted one below the other: each begins with the line that net/http/pprof begins it
 * with, and what stands above that is its heading.
 */
import type {Range} from './range.ts';

interface TextPart extends Range {
  /** Of profile, as its first line says. */
  readonly kind: string;
}

/** First lines: of debug=1 by their kind, of debug=2 that of the goroutine that wrote it. */
const FIRST_LINE =
  /^(?:(?<profile>goroutine|goroutineleak|threadcreate|heap) profile: |--- (?<contention>mutex|contention):\n|(?<writer>goroutine) \d+ (?:[^\n[]* )?\[running[^\n]*\]:\nruntime\/pprof\.writeGoroutineStacks\()/gm;
const GOROUTINE_LINE = /^goroutine \d+ (?:[^\n[]* )?\[[^\n]+\]:$/m;
/** How far above the first of them something may stand. */
const DUMP_START =
  /^(?:[^\n]{0,200}\n){0,5}(?:(?:goroutine|goroutineleak|threadcreate|heap) profile: |--- (?:mutex|contention):|goroutine \d+ [^\n]*\[)/;

export function isDumpText(head: Uint8Array): boolean {
  return DUMP_START.test(latin1(head.subarray(0, 1500)));
}

/** None where there is one. */
export function textParts(bytes: Uint8Array): TextPart[] {
  const text = latin1(bytes);
  const starts = [...text.matchAll(FIRST_LINE)].map(({groups = {}, index}) => ({
    start: index,
    kind: groups['profile'] ?? groups['contention'] ?? groups['writer'] ?? '',
  }));
  const first = starts[0]?.start ?? text.length;
  // A dump that no handler wrote has no first line of its own.
  if (starts.length > 0 && GOROUTINE_LINE.test(text.slice(0, first))) starts.unshift({start: 0, kind: 'goroutine'});
  const all = starts.flatMap((each, at) => {
    const end = starts[at + 1]?.start ?? text.length;
    const inside = each.kind === 'goroutine' ? null : GOROUTINE_LINE.exec(text.slice(each.start, end));
    return inside === null ? [each] : [each, {start: each.start + inside.index, kind: 'goroutine'}];
  });
  return all.length < 2 ? [] : all.map((each, at) => ({...each, end: all[at + 1]?.start ?? text.length}));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
