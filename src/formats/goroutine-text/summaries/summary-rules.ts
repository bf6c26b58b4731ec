/**
 * The rules of summary forms, in the order they are tried. One form each: where it comes from, how it looks.
 *
 * A count has nine digits at most: no process has more goroutines, so a longer number is something else.
 */
import {parseLabels} from '../grammar/labels.ts';
import type {SummaryForms, Verdict} from './summary-forms.ts';

export interface Rule {
  readonly pattern: RegExp;
  readonly use: (match: RegExpExecArray, reader: SummaryForms) => Verdict;
}

/** A Go function's name that cannot be a file or a word: it has an import path, a receiver or a call's parentheses. */
const SYMBOL = String.raw`(?:[\w.~%-]+/)*[\w~%-]+(?:\.[\w\[\]\xc2\xb7-]+)*(?:\.?\(\*?[\w\[\].]+\))?(?:\.[\w\[\]\xc2\xb7-]+)+`;
const FILE_PLACE = String.raw`\S+:\d+`;

const rule = (pattern: RegExp | string, use: Rule['use']): Rule => ({
  pattern: typeof pattern === 'string' ? new RegExp(pattern) : pattern,
  use,
});

/** debug=1 rows whose total line is gone: `12 @ 0x43f076 0x40919b`. */
const addressRow = rule(/^\s*(\d{1,9}) @(?: 0x[0-9a-f]+)+\s*$/, ([, count], reader) => {
  reader.beginCounted(Number(count));
  return 'frames';
});

/** `# labels: {"key":"value"}` under such a row. */
const labelRow = rule(/^#\s*labels:\s*(\{.*\})\s*$/, ([, labels], reader) => {
  if (!reader.assembler.isOpen) return 'refused';
  reader.assembler.setLabels(parseLabels(labels));
  return 'frames';
});

/** `#	0xacf9eb	pkg.Func+0x8b	file.go:173`, its tabs perhaps blanks, its `#` perhaps eaten by markdown. */
const symbolRow = rule(/^(?:#\s*)?0x[0-9a-f]+\s+(\S.*?)\+0x[0-9a-f]+\s+(\S.*:\d+)$/, ([, name, file], reader) => {
  if (!reader.assembler.isOpen) reader.assembler.beginHeaderless(reader.offset, reader.lineNumber);
  reader.frame(name, file);
  return 'frames';
});

const bareAddress = rule(/^#\s*0x[0-9a-f]+\s*$/, () => 'used');

/** A count at a function, by hand: `528 @ pkg.(*T).M+0x482	file.go:82`; the package may be missing. */
const countAtFunction = rule(
  String.raw`^\s*(\d{1,9})\s*@\s*([\w./~%()*\[\]-]*\.[\w.\[\]-]+)(?:\+0x[0-9a-f]+)?(?:\(.*\))?(?:\s+(${FILE_PLACE}))?\s*$`,
  ([, count, name, file], reader) => {
    reader.countPlace(Number(count), name, file ?? '');
    return 'used';
  },
);

/** `grep | sort | uniq -c` of call lines: `  16529 pkg.Func(, , )`. */
const uniqueCalls = rule(String.raw`^\s*(\d{1,9})\s+(${SYMBOL})(\([^()]*\))?\s*$`, ([, count, name, call], reader) => {
  if (call === undefined && !/[/*]/.test(name)) return 'refused';
  if (/\.(?:go|txt|log|json|gz|pb)$/.test(name)) return 'refused';
  reader.beginCounted(Number(count));
  reader.frame(name, '');
  return 'frames';
});

/** The same of headers without ids: `  12 goroutine [chan send]:`, `12 [select]:`, `48 goroutines [select, 4 minutes]:`. */
const uniqueStates = rule(
  /^\s*(\d{1,9})\s+(?:goroutines?\s+(?:\S+\s+)?)?\[([a-zA-Z][^[\]]*)\]:?\s*$/,
  ([, count, state], reader) => {
    reader.assembler.expectCount(Number(count));
    reader.begin(-1, state);
    return 'frames';
  },
);

/** `138 occurences. Sample stack trace:` and its like: the next stack stands for so many. */
const occurrences = rule(
  /^\W*(\d{1,9})\s*(?:x|times|occurr?ences?|instances?|copies|samples|goroutines?)\b(?=.*(?:stack|trace|:\s*$)).*$/i,
  ([, count], reader) => {
    reader.assembler.finish();
    reader.assembler.expectCount(Number(count));
    return 'frames';
  },
);

/** goleak: `[Goroutine 37 in state select, with pkg.Func on top of the stack:`. */
const goleak = rule(/^\W*Goroutine (\d+) in state (.+?), with (\S+) on top of the stack:?/, ([, id, state], reader) => {
  reader.begin(Number(id), state);
  return 'frames';
});

/** go-deadlock: where a lock was taken before; not what that goroutine does now. */
const lockTaken = rule(/^(?:Previous place where the lock was grabbed|happened (?:before|after))/i, (_, reader) => {
  reader.assembler.finish();
  reader.isHolder = true;
  return 'aside';
});

/** go-deadlock: `goroutine 36 lock 0xc000123400`. */
const lockWaiter = rule(/^goroutine (\d+) lock (0x[0-9a-f]+)\s*$/, ([, id, lock], reader) => {
  if (reader.isHolder) {
    reader.isHolder = false;
    return 'aside';
  }
  reader.begin(Number(id), 'waiting for lock');
  reader.word(lock);
  return 'frames';
});

/** go-deadlock: `path/file.go:53 pkg.(*T).M ??? <<<<<`. */
const lockFrame = rule(
  String.raw`^\s*(\S+\.go:\d+) (${SYMBOL})(?:\(.*\))?(?:\s+(?:\?\?\?|\{.*\})?.*)?$`,
  ([, file, name], reader) => {
    if (!reader.assembler.isOpen) return 'refused';
    reader.frame(name, file);
    return 'frames';
  },
);

/** Race reports: `Previous write at 0x00c0000b4010 by goroutine 7:`. */
const raceAccess = rule(
  /^(Previous )?(?:atomic )?(read|write)(?: of size \d+)? at 0x[0-9a-f]+ by (?:goroutine (\d+)|(main) goroutine):/i,
  ([, , access, id], reader) => {
    reader.begin(id === undefined ? 1 : Number(id), `race ${access.toLowerCase()}`);
    return 'frames';
  },
);

const raceCreation = rule(/^Goroutine \d+ \((?:running|finished)\) created at:/, (_, reader) => {
  reader.assembler.close();
  return 'aside';
});

/** Delve: `* Goroutine 1 - User: ./main.go:12 main.main (0x4a2f01) [chan receive 1234]`. */
const delve = rule(
  /^\W*Goroutine (\d+) - (?:User|Runtime|Go|Start): (\S.*:\d+) (\S+)(?: \(0x[0-9a-f]+\))?( \(thread \d+\))?(?: \[([^\d\]]*)[^\]]*\])?\s*$/,
  ([, id, file, name, thread, state], reader) => {
    // Older releases print no state: what has no thread does not run.
    reader.begin(Number(id), state?.trim() ?? (thread === undefined ? 'waiting' : 'running'));
    reader.frame(name, file);
    return 'frames';
  },
);

/** The stack under it, `goroutines -t`: `2  0x00000000004a2f01 in main.main`, then `at /src/main.go:12`. */
const delveFrame = rule(/^\s*(\d+)\s+0x[0-9a-f]+ in (\S+)\s*$/, ([, depth, name], reader) => {
  if (!reader.assembler.isOpen) return 'refused';
  if (depth === '0') reader.assembler.dropFrames();
  reader.frame(name, '');
  return 'frames';
});

const delvePlace = rule(/^\s*at\s+(\S+:\d+)\s*$/, ([, file], reader) => {
  if (!reader.assembler.hasPendingFrame) return 'refused';
  reader.place(file);
  return 'frames';
});

/** Debuggers of editors: `Goroutine 87`, then `  pkg.Func (/src/file.go:99)`. */
const editorHeader = rule(/^\s*Goroutine (\d+)\s*$/, ([, id], reader) => {
  reader.begin(Number(id), 'waiting');
  return 'frames';
});

const editorFrame = rule(String.raw`^\s+(${SYMBOL}) \((\S+:\d+)\)\s*$`, ([, name, file], reader) => {
  if (!reader.assembler.isOpen) return 'refused';
  reader.frame(name, file);
  return 'frames';
});

/** panicparse: `12: chan receive [3~9 minutes] [Created by pkg.Func @ file.go:12]`. */
const panicparse = rule(
  /^(\d{1,9}): ([a-zA-Z][^[\]]*?)(?: \[(?:(\d+)~)?(\d+) minutes?\])?( \[locked\])?(?: \[Created by (\S+?)(?:\(\))?(?: @ \S+)?\])?\s*$/,
  ([, count, state, least, most, locked, creator], reader) => {
    if (creator === undefined && most === undefined && locked === undefined && !/[a-z] [a-z]/.test(state)) {
      if (!/^(?:select|running|runnable|sleep|syscall|semacquire|idle|IO wait)$/.test(state)) return 'refused';
    }
    reader.assembler.expectCount(Number(count));
    reader.begin(-1, most === undefined ? state : `${state}, ${least ?? most} minutes`);
    if (creator !== undefined) reader.createdBy(creator);
    return 'frames';
  },
);

/** panicparse's frames: `    http     server.go:2109    HandlerFunc.ServeHTTP(…)`. */
const panicparseFrame = rule(
  /^\s+([\w./-]+)\s+(\S+\.\w+:\d+)\s+((?:\(\*?\w+\)\.)?[\w.]+)\((.*)\)\s*$/,
  ([, home, file, name], reader) => {
    if (!reader.assembler.isOpen) return 'refused';
    reader.frame(`${home}.${name}`, file);
    return 'frames';
  },
);

export const RULES: readonly Rule[] = [
  addressRow,
  labelRow,
  symbolRow,
  bareAddress,
  countAtFunction,
  uniqueCalls,
  uniqueStates,
  occurrences,
  goleak,
  lockTaken,
  lockWaiter,
  lockFrame,
  raceAccess,
  raceCreation,
  delve,
  delveFrame,
  delvePlace,
  editorHeader,
  editorFrame,
  panicparse,
  panicparseFrame,
];
