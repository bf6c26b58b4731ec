/**
 * All of the flamegraph in a strip, with the window and the matches marked. Dragging moves the window.
 */
import {newBoxRow, visibleBoxes} from '../../src/analysis/tree/flame-layout.ts';
import {h} from '../base/dom.ts';
import {GROUND, pack} from './colors.ts';
import type {FlameContent} from './content.ts';

const HEIGHT = 44;
const WIDTH = 1200;

export class Minimap {
  private readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly windowMark: HTMLElement;
  private dragFrom = Number.NaN;

  /** @param element  the strip, as wide as the flamegraph */
  constructor(element: HTMLElement, onWindow: (from: number, to: number) => void) {
    this.canvas = h('canvas', {width: WIDTH, height: HEIGHT, 'aria-hidden': 'true'});
    this.windowMark = h('div', {class: 'minimap-window', hidden: true});
    this.element = element;
    element.append(this.canvas, this.windowMark);
    const shareOf = (event: PointerEvent): number => {
      const bounds = this.element.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - bounds.left) / bounds.width));
    };
    this.element.addEventListener('pointerdown', (event) => {
      this.dragFrom = shareOf(event);
      this.element.setPointerCapture(event.pointerId);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (Number.isNaN(this.dragFrom)) return;
      const at = shareOf(event);
      if (Math.abs(at - this.dragFrom) > 0.003) onWindow(Math.min(at, this.dragFrom), Math.max(at, this.dragFrom));
    });
    this.element.addEventListener('pointerup', (event) => {
      if (Math.abs(shareOf(event) - this.dragFrom) <= 0.003) onWindow(0, 1);
      this.dragFrom = Number.NaN;
    });
  }

  show({isFlipped, matches, payload: {layout}, theme}: FlameContent, colors: Uint32Array): void {
    const context = this.canvas.getContext('2d') as CanvasRenderingContext2D;
    const depthCount = layout.rowStart.length - 1;
    const image = context.createImageData(WIDTH, HEIGHT);
    const pixels = new Uint32Array(image.data.buffer).fill(pack(GROUND[theme]));
    const boxes = newBoxRow(WIDTH * 2);
    const rowHeight = Math.max(1, Math.min(3, Math.floor(HEIGHT / depthCount)));
    const rows = Math.min(depthCount, Math.floor(HEIGHT / rowHeight));
    for (let row = 0; row < rows; row++) {
      // Trees deeper than the strip has rows are sampled evenly.
      const sampled = Math.floor((row * depthCount) / rows);
      const depth = isFlipped === true ? depthCount - 1 - sampled : sampled;
      visibleBoxes(layout, depth, {from: 0, to: 1, resolution: 1 / WIDTH}, boxes);
      for (let box = 0; box < boxes.length; box++) {
        const first = Math.round(boxes.left[box] * WIDTH);
        const last = Math.max(first + 1, Math.round(boxes.right[box] * WIDTH));
        for (let line = row * rowHeight; line < (row + 1) * rowHeight; line++) {
          pixels.fill(colors[boxes.node[box]], line * WIDTH + first, line * WIDTH + Math.min(WIDTH, last));
        }
      }
    }
    context.putImageData(image, 0, 0);
    if (matches === undefined) return;
    context.fillStyle = theme === 'light' ? '#b3261e' : '#ffb4ab';
    for (const node of matches.nodes.subarray(0, 20_000)) {
      const width = Math.max(2, layout.width[node] * WIDTH);
      context.fillRect(layout.left[node] * WIDTH, HEIGHT - 4, width, 4);
    }
  }

  mark(from: number, to: number): void {
    this.windowMark.style.left = `${from * 100}%`;
    this.windowMark.style.width = `${(to - from) * 100}%`;
    this.windowMark.hidden = from <= 0 && to >= 1;
  }
}
