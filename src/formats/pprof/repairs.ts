/**
 * Faults that google/pprof refuses but that leave a usable profile: refused by default, accepted and counted on request.
 */
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import {PARTIAL, REPAIRS, type Repair} from '../../model/warning-codes.ts';

export class Repairs {
  private readonly isLenient: boolean;
  private readonly isSalvaging: boolean;
  private readonly counts = new Map<Repair, number>();
  private cut: string | undefined;

  constructor({isLenient, isSalvaging}: {readonly isLenient: boolean; readonly isSalvaging: boolean}) {
    this.isLenient = isLenient || isSalvaging;
    this.isSalvaging = isSalvaging;
  }

  /** Whether to continue after a fault, which is then counted. */
  allow(repair: Repair, count = 1): boolean {
    if (!this.isLenient) return false;
    this.counts.set(repair, (this.counts.get(repair) ?? 0) + count);
    return true;
  }

  /** Whether to continue although a name is missing. */
  allowLostString(): boolean {
    return this.isSalvaging && this.allow('LOST_STRING');
  }

  /** Whether to take what came before the input broke off. */
  allowCut(reason: string): boolean {
    this.cut = reason;
    return this.isSalvaging;
  }

  /** One warning per kind of fault. */
  report(builder: ProfileBuilder): void {
    if (this.cut !== undefined) builder.warn(PARTIAL, `the input is cut: ${this.cut}`);
    for (const [repair, count] of this.counts) builder.warn(repair, `${count} ${REPAIRS[repair]}`);
  }
}
