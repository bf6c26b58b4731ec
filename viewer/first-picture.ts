/**
 * The first script of a page that comes prepared: shows the screen that was asked for as the server wrote it down, draws
 * its flamegraph, and lets the page's own script begin once that can be seen.
 *
 * Until then the screen is inert; the page replaces it by the same one, which works.
 */
import {NONE} from '../src/base/columns.ts';
import type {Theme} from '../src/render/words/palette.ts';
import {decodeBase64} from './base/base64.ts';
import {h} from './base/dom.ts';
import {afterFrames} from './base/frames.ts';
import {theme as keptTheme} from './base/settings.ts';
import {INK, packageColors} from './flame/colors.ts';
import {LabelWriter} from './flame/label-writer.ts';
import {mergedText, Painter} from './flame/paint.ts';
import {unpack} from './packed.ts';
import type {DrawnFlame} from './protocol.ts';

const SCRIPT = 'page.js';
const ANSWERS = 'answers';
/** One to draw, one until it is on the screen, and one that was under way. */
const FRAMES = 3;
/** Where nobody looks no frame is drawn. */
const LONGEST_MILLIS = 500;

function show(): void {
  const host = document.getElementById('pprofx') as HTMLElement;
  const fragment = location.hash.slice(1);
  const pictures = document.querySelectorAll<HTMLTemplateElement>('template[data-fragment]');
  const picture = [...pictures].find(({dataset}) => dataset['fragment'] === fragment);
  // Whatever becomes of the picture, the page comes.
  void afterFrames(picture === undefined ? 0 : FRAMES, LONGEST_MILLIS).then(() => start(host));
  if (picture === undefined) return;
  const theme = keptTheme();
  document.documentElement.classList.add('js');
  document.documentElement.dataset['theme'] = theme;
  host.inert = true;
  host.append(picture.content);
  for (const styled of host.querySelectorAll<HTMLElement>('[data-style]'))
    styled.style.cssText = styled.dataset['style'] ?? '';
  draw(host, theme);
}

function draw(host: HTMLElement, theme: Theme): void {
  const canvas = host.querySelector<HTMLCanvasElement>('.flame-canvas');
  const scroller = host.querySelector<HTMLElement>('.flame-scroller');
  const packed = document.getElementById('pprofx-flame')?.textContent ?? '';
  if (canvas === null || scroller === null || packed === '') return;
  const flame = unpack(decodeBase64(packed)) as DrawnFlame;
  const {clientHeight: height, clientWidth: width} = scroller;
  if (width === 0 || height === 0) return;
  canvas.style.height = `${height}px`;
  const marks = {hover: NONE, selected: NONE, isMatch: undefined, isHatched: undefined};
  const view = {from: 0, to: 1, top: 0, width, height};
  const merged = new Painter(canvas).draw(
    flame,
    packageColors(flame, theme),
    view,
    theme,
    marks,
    new LabelWriter(INK[theme]),
  );
  const note = host.querySelector('.flame-note');
  if (note !== null) note.textContent = mergedText(merged);
}

function start(host: HTMLElement): void {
  const failed = (): void =>
    host.prepend(
      h(
        'p',
        {class: 'banner bad', role: 'alert'},
        'The page could not be fetched whole; is pprofx view still running?',
      ),
    );
  globalThis.pprofxAnswers = fetch(ANSWERS).then((response) => response.arrayBuffer());
  document.head.append(h('script', {src: SCRIPT, onerror: failed}));
}

show();
