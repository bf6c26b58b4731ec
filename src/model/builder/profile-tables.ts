/**
 * The tables of a profile that name code. Builders can share them: what several files have in common, as those of one
 * program do, is then kept once and has the same rows in all of them.
 */
import {StringTable} from '../../base/tables/string-table.ts';
import {FunctionColumns} from './function-columns.ts';
import {LocationColumns} from './location-columns.ts';

export class ProfileTables {
  readonly strings: StringTable = new StringTable();
  readonly functions: FunctionColumns = new FunctionColumns();
  readonly locations: LocationColumns = new LocationColumns();
}
