/**
 * The raw text of goroutines, one at a time: any of a group by its place, by stepping, or by its id.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import {button, h} from '../../base/dom.ts';
import {formatCount, safeText} from '../../base/text.ts';
import type {GoroutineMembers} from '../../goroutine-payload.ts';
import {copyText} from '../frame-text.ts';
import {type App, Latest} from '../screen.ts';

export class RawGoroutine {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly input: number;
  private readonly members: GoroutineMembers;
  private readonly from: number;
  private readonly to: number;
  private readonly title = h('span', {class: 'raw-title', role: 'status'});
  private readonly text = h('pre', {
    class: 'stack raw-text',
    role: 'group',
    tabindex: 0,
    'aria-label': say('Text of the goroutine'),
  });
  private readonly id: HTMLInputElement;
  private readonly latest = new Latest();
  private readonly onShow: ((id: number) => void) | undefined;
  private shown: number;

  /**
   * Members [from, to) can be reached.
   *
   * @param onShow  called with the id of what a person chose
   */
  constructor(
    app: App,
    input: number,
    members: GoroutineMembers,
    from: number,
    to: number,
    onShow?: (id: number) => void,
  ) {
    this.onShow = onShow;
    this.app = app;
    this.input = input;
    this.members = members;
    this.from = from;
    this.to = to;
    this.shown = from;
    this.id = h('input', {
      type: 'number',
      min: 0,
      class: 'raw-id',
      'aria-label': say('Goroutine id'),
      onchange: () => this.findId(Number(this.id.value)),
    });
    this.element = h(
      'div',
      {class: 'raw', role: 'group', 'aria-label': say('Raw text')},
      h(
        'p',
        {class: 'raw-head'},
        button('‹', () => this.step(-1), {class: 'icon', 'aria-label': say('Previous goroutine')}),
        button('›', () => this.step(1), {class: 'icon', 'aria-label': say('Next goroutine')}),
        h('label', {class: 'inline-label'}, 'id ', this.id),
        this.title,
        button(say('Copy'), () => copyText(this.app, this.text.textContent ?? '', sayLater('text of the goroutine'))),
      ),
      this.text,
    );
  }

  /** @param member  index into the members */
  show(member: number, isChosen = true): void {
    this.shown = member;
    const {byteLength, id, offset} = this.members;
    if (isChosen) this.onShow?.(id[member]);
    const count = this.to - this.from;
    this.id.value = String(id[member]);
    this.title.textContent = say`${formatCount(member - this.from + 1)} of ${formatCount(count)}`;
    if (byteLength[member] === 0) {
      this.text.textContent = say('The input has no text for it.');
      return;
    }
    const request = {kind: 'raw', input: this.input, offset: offset[member], length: byteLength[member]} as const;
    void this.latest.run(
      this.app.client.request<string>(request),
      (text) => {
        this.text.textContent = text.trimEnd().split('\n').map(line).join('\n');
      },
      (error) => this.app.fail(error),
    );
  }

  private step(by: number): void {
    const count = this.to - this.from;
    this.show(this.from + ((this.shown - this.from + by + count) % count));
  }

  private findId(id: number): void {
    const member = this.members.id.subarray(this.from, this.to).indexOf(id);
    if (member >= 0) this.show(this.from + member);
    else this.title.textContent = say`no goroutine ${id} here`;
  }
}

/** Tabs stay: they are what sets files off from functions. */
function line(text: string): string {
  return text.startsWith('\t') ? `\t${safeText(text.slice(1))}` : safeText(text);
}
