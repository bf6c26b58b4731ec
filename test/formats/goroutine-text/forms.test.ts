/**
 * The messy forms in which dumps reach people, against what a careful reader counted in each.
 */
import {describe, expect, test} from 'vitest';
import {groupGoroutines} from '../../../src/analysis/goroutines/groups.ts';
import {identityName} from '../../../src/model/symbol.ts';
import {readProfile} from '../../../src/read.ts';

import {describeGoroutines, readText, stackOf} from '../../support/goroutines.ts';

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
  test('a header that counts its goroutines keeps state and age', () => {
    const text = [
      '48 goroutines [semacquire, 4 minutes]:',
      'sync.runtime_Semacquire(0xc208052534)',
      '    /usr/local/go/src/pkg/runtime/sema.goc:199 +0x30',
      'example.com/app.(*Model).Request(0xc208052500)',
      '    /src/app/model.go:316 +0x86',
      '',
      '22 goroutines [chan send]:',
      'example.com/app.(*Link).send(0xc20805b080)',
      '    /src/app/link.go:419 +0xa3',
    ].join('\n');
    expect(describeGoroutines(readText(text))).toEqual([
      '-1 x48 [semacquire, 4 minutes] sync.runtime_Semacquire < example.com/app.(*Model).Request',
      '-1 x22 [chan send] example.com/app.(*Link).send',
    ]);
  });

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

  test.each(['100 goroutines', '99999999999999999999 goroutines'])(
    '%s: a number longer than any process has goroutines counts none',
    (line) => {
      const text = `${line} with this stack:\nmain.wait(0x1)\n\t/src/main.go:7 +0x1d\nmain.main()\n\t/src/main.go:3 +0x1d\n`;
      const profile = readText(text);
      expect([...profile.samples.values[0]]).toEqual([line.startsWith('100 ') ? 100 : 1]);
    },
  );
});
