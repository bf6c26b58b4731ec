/**
 * A screen whose code or data loads when it is first shown.
 */
import {say} from '../../src/base/language/say.ts';
import {button, fill, h} from '../base/dom.ts';
import {safeText} from '../base/text.ts';
import {causeOf} from '../base/unreachable.ts';
import type {ViewState} from '../state.ts';
import type {Screen} from './screen.ts';

export interface LazyHandlers {
  /** The screen has loaded and replaces the placeholder. */
  onReady(): void;
  onFailure(error: unknown): void;
}

export class LazyScreen implements Screen {
  private readonly load: () => Promise<Screen>;
  private readonly handlers: LazyHandlers;
  private readonly waiting: HTMLElement;
  private readonly waitingText: string;
  private screen: Screen | undefined;
  private isLoading = false;
  private wantsFocus = false;

  /** @param waitingText  shown until the screen has loaded */
  constructor(load: () => Promise<Screen>, waitingText: string, handlers: LazyHandlers) {
    this.load = load;
    this.handlers = handlers;
    this.waitingText = waitingText;
    const name = waitingText === '' ? 'screen' : 'screen waiting';
    this.waiting = h('section', {class: name, 'aria-busy': 'true'}, h('p', {role: 'status'}, waitingText));
  }

  get element(): HTMLElement {
    return this.screen?.element ?? this.waiting;
  }

  update(state: ViewState): void {
    if (this.screen !== undefined) this.screen.update(state);
    else void this.fetch();
  }

  command(name: string): boolean {
    return this.screen?.command?.(name) ?? false;
  }

  focus(): void {
    if (this.screen === undefined) this.wantsFocus = true;
    else this.screen.focus?.();
  }

  repaint(): void {
    this.screen?.repaint?.();
  }

  toPng(done: (blob: Blob | null) => void): void {
    if (this.screen?.toPng === undefined) done(null);
    else this.screen.toPng(done);
  }

  private retry(): void {
    this.waiting.setAttribute('aria-busy', 'true');
    fill(this.waiting, [h('p', {role: 'status'}, this.waitingText)]);
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      this.screen = await this.load();
      this.handlers.onReady();
      if (this.wantsFocus && this.screen.element.isConnected) this.screen.focus?.();
    } catch (error) {
      this.handlers.onFailure(error);
      this.waiting.setAttribute('aria-busy', 'false');
      fill(this.waiting, [
        h(
          'p',
          {role: 'alert'},
          `${safeText(causeOf(error))}. `,
          button(say('Try again'), () => this.retry()),
        ),
      ]);
    } finally {
      this.isLoading = false;
    }
  }
}
