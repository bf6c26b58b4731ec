/**
 * Reports of github.com/sasha-s/go-deadlock: who waits for which lock, and where it was taken.
 */
import {type Rule, rule, SYMBOL} from './rule.ts';

/** go-deadlock: where a lock was taken before; not what that goroutine does now. */
const lockTaken = rule(/^(?:Previous place where the lock was grabbed|happened (?:before|after))/i, (_, writer) => {
  writer.assembler.finish();
  writer.isHolder = true;
  return 'aside';
});

/** go-deadlock: `goroutine 36 lock 0xc000123400`. */
const lockWaiter = rule(/^goroutine (\d+) lock (0x[0-9a-f]+)\s*$/, ([, id, lock], writer) => {
  if (writer.isHolder) {
    writer.isHolder = false;
    return 'aside';
  }
  writer.begin(Number(id), 'waiting for lock');
  writer.word(lock);
  return 'frames';
});

/** go-deadlock: `path/file.go:53 pkg.(*T).M ??? <<<<<`. */
const lockFrame = rule(
  String.raw`^\s*(\S+\.go:\d+) (${SYMBOL})(?:\(.*\))?(?:\s+(?:\?\?\?|\{.*\})?.*)?$`,
  ([, file, name], writer) => {
    if (!writer.assembler.isOpen) return 'refused';
    writer.frame(name, file);
    return 'frames';
  },
);

export const GO_DEADLOCK: readonly Rule[] = [lockTaken, lockWaiter, lockFrame];
