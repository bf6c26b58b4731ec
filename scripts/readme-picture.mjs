/**
 * Makes the README's picture, light and dark: a finding beside the flamegraph of the same process, both from the real page.
 *
 * usage: node scripts/readme-picture.mjs, after npm run build
 *        CHROMIUM=/path/to/chromium where it is not /usr/bin/chromium
 */
import {launchChromium} from './chromium.mjs';
import {pathOf, settle, startView} from './pages.mjs';

const INPUTS = ['goroutine-debug2-before.txt.gz', 'heap-before.pb.gz'].map(
  (name) => `samples/deletecollection-leak/${name}`,
);
/** CSS pixels of each half and of the gap between them. */
const WIDTH = 620;
const HEIGHT = 560;
const GAP = 16;

const FINDING = {hash: 'screen=findings', ready: '.card.critical', zoom: 1};
const FLAME = {hash: 'screen=flame&input=1&query=ConfigMap', ready: '.search-result:not(:empty)', zoom: 1.6};

/** @param zoom  how many times larger the page's window is than the half it is shown in */
async function half(browser, url, colorScheme, {hash, ready, zoom}) {
  const context = await browser.newContext({
    viewport: {width: Math.round(WIDTH * zoom), height: Math.round(HEIGHT * zoom)},
    deviceScaleFactor: 2 / zoom,
    colorScheme,
  });
  const page = await context.newPage();
  await page.goto(`${url}#${hash}`);
  await page.locator(ready).first().waitFor();
  await settle(page);
  const png = await page.screenshot();
  await context.close();
  return png.toString('base64');
}

async function join(browser, halves, colorScheme) {
  const width = 2 * WIDTH + GAP;
  const page = await browser.newPage({viewport: {width, height: HEIGHT}, deviceScaleFactor: 1.5, colorScheme});
  const images = halves.map((png) => `<img width="${WIDTH}" height="${HEIGHT}" src="data:image/png;base64,${png}">`);
  await page.setContent(
    `<style>body{margin:0;display:flex;gap:${GAP}px;background:transparent}img{border-radius:8px}</style>${images.join('')}`,
  );
  await page.screenshot({path: pathOf(`docs/screenshots/readme-${colorScheme}.png`), omitBackground: true});
  await page.close();
}

const browser = await launchChromium();
const view = await startView(INPUTS);
for (const colorScheme of ['light', 'dark']) {
  const finding = await half(browser, view.url, colorScheme, FINDING);
  const flame = await half(browser, view.url, colorScheme, FLAME);
  await join(browser, [finding, flame], colorScheme);
}
view.stop();
await browser.close();
