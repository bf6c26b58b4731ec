/**
 * Reports of the race detector: two accesses, and where the goroutines were created.
 */
import {type Rule, rule} from './rule.ts';

/** Race reports: `Previous write at 0x00c0000b4010 by goroutine 7:`. */
const raceAccess = rule(
  /^(Previous )?(?:atomic )?(read|write)(?: of size \d+)? at 0x[0-9a-f]+ by (?:goroutine (\d+)|(main) goroutine):/i,
  ([, , access, id], writer) => {
    writer.begin(id === undefined ? 1 : Number(id), `race ${access.toLowerCase()}`);
    return 'frames';
  },
);

/** The first frame below is the creator of a goroutine whose access stands above. */
const raceCreation = rule(/^Goroutine (\d+) \((?:running|finished)\) created at:/, ([, id], {assembler}) => {
  assembler.finish();
  assembler.lateCreator.expect(Number(id));
  return 'aside';
});

export const RACE_REPORT: readonly Rule[] = [raceAccess, raceCreation];
