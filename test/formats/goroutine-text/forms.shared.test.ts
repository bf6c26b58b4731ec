/**
 * The messy forms in which dumps reach people, against what a careful reader counted in each.
 */
import {describe, expect, test} from 'vitest';
import {groupGoroutines} from '../../../src/analysis/goroutines/groups.ts';
import {identityName} from '../../../src/model/symbol.ts';
import {readProfile} from '../../../src/read.ts';
import {stackOf} from '../../support/goroutines.ts';
import {incidentPath, readBytes, readJson} from '../../support/shared.ts';

interface Form {
  readonly id: string;
  readonly file: string;
  readonly kind: string;
  readonly goroutines: number;
  readonly groups: number;
  /** Such as `3 registry.(*Store).DeleteCollection.func1 [chan send]`. */
  readonly top_group: string;
}

const forms = (readJson(incidentPath('forms/forms.json')) as Form[]).filter(({kind}) => kind === 'goroutine-text');

describe('forms of goroutine text', () => {
  test.each(forms)('$id gives the goroutines, groups and top group that are in it', (form) => {
    const profile = readProfile(readBytes(incidentPath('forms', form.file)), {name: form.file});
    const {groups, total} = groupGoroutines(profile, {similar: 'functions', by: 'stack', keep: undefined});
    expect({goroutines: total, groups: groups.length}).toEqual({goroutines: form.goroutines, groups: form.groups});
    const [, count, name, state] = /^(\d+ )?(\S+)(?: \[([^,\]]+))?/.exec(form.top_group) ?? [];
    if (count !== undefined) expect(groups[0].count).toBe(Number(count));
    if (state !== undefined) expect(groups[0].states[0][0]).toBe(state);
    if (name.includes('.')) {
      const names = stackOf(profile, groups[0].rows[0]).map(identityName);
      expect(names.some((frame) => frame.endsWith(name))).toBe(true);
    }
  });

  test('a warning counts each goroutine without a header once, also where its place is counted again', () => {
    const profile = readProfile(readBytes(incidentPath('forms/count-at-function.txt')));
    expect(profile.samples.values[0].reduce((sum, count) => sum + count, 0)).toBe(528);
    expect(profile.warnings.filter(({code}) => code === 'INFERRED_STATE').map(({message}) => message)).toEqual([
      '528 goroutines have no header; the state is inferred from frames',
    ]);
  });
});
