/**
 * The function table while it is being built; equal functions are one row, as in google/pprof's merge.
 */
import {Float64Column, Int32Column} from '../../base/columns.ts';
import {highWord, lowWord} from '../../base/int64.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import type {FunctionTable} from '../profile.ts';

export class FunctionColumns {
  private readonly rows = new IntSequenceInterner();
  private readonly name = new Int32Column();
  private readonly systemName = new Int32Column();
  private readonly filename = new Int32Column();
  private readonly startLine = new Float64Column();

  /** Row of the function; all strings are rows of the string table. */
  intern(name: number, systemName: number, filename: number, startLine: number): number {
    const known = this.rows.length;
    const key = this.rows.begin().add(name).add(systemName).add(filename);
    const row = key.add(lowWord(startLine)).add(highWord(startLine)).end();
    if (row === known) {
      this.name.push(name);
      this.systemName.push(systemName);
      this.filename.push(filename);
      this.startLine.push(startLine);
    }
    return row;
  }

  finish(): FunctionTable {
    return {
      length: this.name.length,
      name: this.name.finish(),
      systemName: this.systemName.finish(),
      filename: this.filename.finish(),
      startLine: this.startLine.finish(),
    };
  }
}
