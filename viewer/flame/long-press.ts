/**
 * Right click, long press and menu key as one event: where a menu was asked for.
 *
 * Browsers on phones differ in whether a long press becomes a `contextmenu` event, so it is timed here as well.
 */

const PRESS_MILLIS = 550;
/** A finger never rests perfectly still. */
const SLACK = 10;

export class LongPress {
  /** Whether the current touch opened a menu, so that its click is ignored. */
  hasFired = false;
  private timer = 0;
  private start = {x: 0, y: 0};

  constructor(target: HTMLElement, onMenu: (at: {readonly x: number; readonly y: number}) => void) {
    const fire = (at: {readonly x: number; readonly y: number}): void => {
      clearTimeout(this.timer);
      if (this.hasFired) return;
      this.hasFired = true;
      onMenu(at);
    };
    target.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      if ((event as PointerEvent).pointerType !== 'touch') this.hasFired = false;
      fire({x: event.clientX, y: event.clientY});
    });
    target.addEventListener('pointerdown', (event) => {
      this.hasFired = false;
      clearTimeout(this.timer);
      // A second finger makes it a pinch.
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      this.start = {x: event.clientX, y: event.clientY};
      this.timer = window.setTimeout(() => fire(this.start), PRESS_MILLIS);
    });
    target.addEventListener('pointermove', (event) => {
      if (Math.hypot(event.clientX - this.start.x, event.clientY - this.start.y) > SLACK) clearTimeout(this.timer);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      target.addEventListener(end, () => clearTimeout(this.timer));
    }
  }
}
