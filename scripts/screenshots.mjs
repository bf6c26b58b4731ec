/**
 * Takes the pictures of docs/screenshots from the built viewer and the samples. Look at them before they are kept.
 *
 * usage: node scripts/screenshots.mjs [--lang LANG] [NAME…]
 * names without size and theme, e.g. flame, all without any; pictures in another language than English end in it: -zh
 */
import {mkdirSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {launchChromium} from './chromium.mjs';
import {pathOf, settle, startView} from './pages.mjs';

const LEAK = ['goroutine-debug2-before.txt.gz', 'heap-before.pb.gz'].map(
  (name) => `samples/deletecollection-leak/${name}`,
);
const FLOOD = ['samples/replicaset-flood/heap-before.pb.gz'];
const HOT = ['before', 'after'].map((side) => `samples/nodeips-hot/cpu-${side}.pb.gz`);
const LEAK_PAIR = [
  'samples/deletecollection-leak/goroutine-before.pb.gz',
  'samples/deletecollection-leak/goroutine-after.pb.gz',
];
const FLOOD_PAIR = ['before', 'after'].map((side) => `samples/replicaset-flood/heap-${side}.pb.gz`);
const STYLES = ['1280-light', '1280-dark', '380-light', '380-dark'];

const {
  positionals: wanted,
  values: {lang: LANG},
} = parseArgs({allowPositionals: true, options: {lang: {type: 'string', default: 'en'}}});

/** Sizes and themes of each picture; `ready` is what shows that its data is there. */
const PICTURES = [
  {name: 'findings', inputs: LEAK, hash: 'screen=findings', ready: '.card.critical', styles: STYLES},
  {name: 'findings-flood', inputs: FLOOD, hash: 'screen=findings', ready: '.card', styles: STYLES},
  {name: 'findings-hot', inputs: HOT.slice(0, 1), hash: 'screen=findings', ready: '.card', styles: STYLES},
  {name: 'compare-leak', inputs: LEAK_PAIR, hash: 'screen=compare', ready: '.verdict', styles: STYLES},
  {name: 'compare-flood', inputs: FLOOD_PAIR, hash: 'screen=compare', ready: '.verdict', styles: STYLES},
  {
    name: 'flame',
    inputs: FLOOD,
    hash: 'screen=flame&query=Unmarshal|Decode',
    ready: '.search-result:not(:empty)',
    styles: STYLES,
  },
  {
    name: 'flame-wait',
    inputs: LEAK,
    hash: 'screen=flame&color=wait&ignore=DeleteCollection',
    ready: '.legend .key',
    styles: STYLES.slice(0, 1),
  },
  {
    name: 'table',
    inputs: FLOOD,
    hash: 'screen=table&sort=total&name=k8s.io/kubernetes/vendor/k8s.io/api/apps/v1.(*ReplicaSet).Unmarshal',
    ready: '.sandwich h2',
    styles: STYLES,
  },
  {name: 'goroutines', inputs: LEAK, hash: 'screen=goroutines', ready: '.group', styles: STYLES},
  {name: 'compare', inputs: HOT, hash: 'screen=compare', ready: '.verdict', styles: STYLES},
  {
    name: 'compare-panes',
    inputs: HOT,
    hash: 'screen=compare&panes=1',
    ready: '.panes canvas',
    styles: STYLES.slice(0, 1),
  },
];

async function take(browser, url, {hash, name, ready}, style) {
  const [width, colorScheme] = style.split('-');
  const context = await browser.newContext({
    viewport: {width: Number(width), height: 800},
    colorScheme,
    locale: LANG === 'en' ? 'en-US' : LANG,
    ...(width === '380' ? {hasTouch: true, isMobile: true} : {}),
  });
  const page = await context.newPage();
  await page.goto(`${url}#${hash}`);
  await page.locator(ready).first().waitFor();
  await settle(page);
  await page.screenshot({path: pathOf(`docs/screenshots/${name}-${style}${LANG === 'en' ? '' : `-${LANG}`}.png`)});
  await context.close();
}

mkdirSync(pathOf('docs/screenshots'), {recursive: true});
const browser = await launchChromium();
for (const picture of PICTURES.filter(({name}) => wanted.length === 0 || wanted.includes(name))) {
  const view = await startView(picture.inputs);
  for (const style of picture.styles) await take(browser, view.url, picture, style);
  view.stop();
}
await browser.close();
