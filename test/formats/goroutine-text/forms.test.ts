/**
 * The messy forms in which dumps reach people, against what a careful reader counted in each.
 */
import {describe, expect, test} from 'vitest';
import {describeGoroutines, readText} from '../../support/goroutines.ts';

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

  test.each(['100 goroutines', '99999999999999999999 goroutines'])(
    '%s: a number longer than any process has goroutines counts none',
    (line) => {
      const text = `${line} with this stack:\nmain.wait(0x1)\n\t/src/main.go:7 +0x1d\nmain.main()\n\t/src/main.go:3 +0x1d\n`;
      const profile = readText(text);
      expect([...profile.samples.values[0]]).toEqual([line.startsWith('100 ') ? 100 : 1]);
    },
  );

  test.each(['NNNNN', 'N', 'xxx', '...', '<id>'])('a header whose id was replaced by %s is one', (id) => {
    const text = `goroutine ${id} [chan send, 49 minutes]:\nruntime.chansend(...) runtime/chan.go:283\nexample.com/app.(*Stream).readLoop(...) stream.go:66 +0xd2\n`;
    expect(describeGoroutines(readText(text))).toEqual([
      '-1 [chan send, 49 minutes] runtime.chansend < example.com/app.(*Stream).readLoop',
    ]);
  });

  test('a sentence that counts parked goroutines counts the stack under it', () => {
    const frames = 'example.com/app.(*Stream).readLoop(...)\n        stream.go:66 +0xd2\n';
    const text = (sentence: string): string => `${sentence}\n\n\`\`\`\n${frames}\`\`\`\n`;
    const counted = readText(text('At that moment its dump contained **\u2265305 goroutines** parked exactly here:'));
    expect([...counted.samples.values[0]]).toEqual([305]);
    const total = readText(text('There were 9000 goroutines in the process, one of them:'));
    expect([...total.samples.values[0]]).toEqual([1]);
  });

  test('a row of debug=1 whose symbol line lost a digit keeps its function', () => {
    const text =
      '246 @ 0x43aee5 0x4068cf 0xc1402a\n# 1xc14029 example.com/app.(*Stream).run.func1+0xc9 /src/stream.go:129\nend\n';
    expect(describeGoroutines(readText(`goroutine profile\n${text}`))[0]).toContain('app.(*Stream).run.func1');
  });
});
