/**
 * Wheel, pinch and drag on a flamegraph, by d3-zoom, as windows [from, to] of the total width.
 *
 * A plain wheel scrolls the page as it does everywhere; with Ctrl, Shift or a pinch it zooms.
 */
import {type D3ZoomEvent, type Selection, select, type ZoomBehavior, zoom, zoomIdentity} from 'd3';

export {LongPress} from './long-press.ts';
export {Minimap} from './minimap.ts';
export {PanZoom} from './pan-zoom.ts';

const MOST = 1e8;

export class Gestures {
  /** Whether the last press was a drag, whose click is ignored. */
  hasDragged = false;
  private isNarrow = false;
  private readonly behavior: ZoomBehavior<HTMLCanvasElement, unknown>;
  private readonly target: Selection<HTMLCanvasElement, unknown, null, undefined>;
  private readonly canvas: HTMLCanvasElement;

  constructor(canvas: HTMLCanvasElement, onWindow: (from: number, to: number) => void) {
    this.canvas = canvas;
    this.target = select(canvas);
    this.behavior = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([1, MOST])
      .filter((event: Event) => this.isOurs(event))
      .on('start', () => {
        this.hasDragged = false;
      })
      .on('zoom', ({sourceEvent, transform}: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (sourceEvent === null) return;
        if (sourceEvent.type === 'mousemove' || sourceEvent.type === 'touchmove') this.hasDragged = true;
        const width = canvas.clientWidth;
        onWindow(-transform.x / (transform.k * width), (width - transform.x) / (transform.k * width));
      });
    this.target.call(this.behavior).on('dblclick.zoom', null);
  }

  /** Keeps d3 in step with a window moved by other means; takes the canvas size, since reading it costs a layout. */
  follow(from: number, to: number, {height, width}: {readonly width: number; readonly height: number}): void {
    if (width === 0) return;
    this.behavior.extent([
      [0, 0],
      [width, height],
    ]);
    this.behavior.translateExtent([
      [0, Number.NEGATIVE_INFINITY],
      [width, Number.POSITIVE_INFINITY],
    ]);
    const scale = 1 / (to - from);
    const transform = zoomIdentity.translate(-from * scale * width, 0).scale(scale);
    Object.assign(this.canvas, {__zoom: transform});
    this.isNarrow = scale > 1.0001;
  }

  /** One finger scrolls and taps; it moves the window only where there is more of it to the sides. */
  private isOurs(event: Event): boolean {
    if (event instanceof WheelEvent) return event.ctrlKey || event.shiftKey;
    if (window.TouchEvent !== undefined && event instanceof TouchEvent)
      return event.touches.length > 1 || this.isNarrow;
    return event instanceof MouseEvent && event.button === 0;
  }
}
