/**
 * What a page takes in Chromium: from navigation to the first frame with its flamegraph, how long its main thread was
 * blocked until then, and, of ours, what zooming and searching take.
 *
 * Every page is loaded in a fresh context. No GPU: the figures are those of a virtual machine.
 */
import {setTimeout as sleep} from 'node:timers/promises';

const ZOOMS = 60;

/**
 * @param isPainted  runs in the page: whether a flamegraph is there
 * @param isWhole  runs in the page: whether nothing more will come; where the first paint is all there is, the same
 * @returns seconds: {paint, whole, blocked, longest}; undefined when nothing was painted in time
 */
export async function measureLoad(browser, url, {isPainted, isWhole = isPainted}, timeout) {
  const page = await open(browser, url, isPainted);
  try {
    const paint = await firstFrame(page, timeout);
    if (paint === undefined) return undefined;
    await page.waitForFunction(isWhole, undefined, {timeout});
    const whole = await page.evaluate(() => performance.now());
    const tasks = await page.evaluate(() => window.longTasks);
    const blocked = tasks.reduce((sum, duration) => sum + duration - 50, 0);
    return {paint: paint / 1000, whole: whole / 1000, blocked: blocked / 1000, longest: Math.max(0, ...tasks) / 1000};
  } finally {
    await page.context().close();
  }
}

/** @returns seconds: {redraw} the 95th percentile of drawing a frame, {search} from the last key to the total */
export async function measureUse(browser, url, {isPainted, isWhole}, timeout) {
  const page = await open(browser, url, isPainted);
  try {
    if ((await firstFrame(page, timeout)) === undefined) return undefined;
    await page.waitForFunction(isWhole, undefined, {timeout});
    await page.locator('[role="tree"]').first().focus();
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      window.frames_ = [];
    });
    for (let i = 0; i < ZOOMS; i++) {
      await page.keyboard.press(['+', '+', '+', 'd', '-', 'a'][i % 6]);
      // Keys that come faster than frames would share one.
      await page.waitForTimeout(30);
    }
    const frames = (await page.evaluate(() => window.frames_)).sort((a, b) => a - b);
    await page.evaluate(() => {
      window.longTasks = [];
    });
    const search = await searchTime(page);
    const blocked = await page.evaluate(() => window.longTasks.reduce((sum, duration) => sum + duration - 50, 0));
    const redraw = frames[Math.floor(frames.length * 0.95)] ?? Number.NaN;
    return {redraw: redraw / 1000, search: search / 1000, searchBlocked: blocked / 1000};
  } finally {
    await page.context().close();
  }
}

async function open(browser, url, isPainted) {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}});
  const page = await context.newPage();
  await page.addInitScript(`window.isPainted = ${isPainted}`);
  await page.addInitScript(() => {
    window.longTasks = [];
    window.frames_ = [];
    const watch = (list) => window.longTasks.push(...list.getEntries().map(({duration}) => duration));
    new PerformanceObserver(watch).observe({type: 'longtask', buffered: true});
    const schedule = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (draw) =>
      schedule((time) => {
        const before = performance.now();
        draw(time);
        window.frames_.push(performance.now() - before);
      });
    // Looks from the start: asked from outside, a fast page would have painted before the question arrives.
    window.painted = new Promise((done) => {
      const look = () => {
        if (document.body === null || !window.isPainted()) return schedule(look);
        schedule(() => schedule(() => done(performance.now())));
      };
      look();
    });
  });
  await page.goto(url, {waitUntil: 'commit', timeout: 0});
  return page;
}

/** Milliseconds from navigation to the frame after the one that shows it; undefined when it took too long. */
async function firstFrame(page, timeout) {
  const painted = page.evaluate(() => window.painted);
  painted.catch(() => undefined);
  return Promise.race([painted, sleep(timeout, undefined, {ref: false})]);
}

function searchTime(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const field = document.querySelector('#search');
        const result = document.querySelector('.search-result');
        const begin = performance.now();
        new MutationObserver((_, observer) => {
          if (!/match| of /.test(result.textContent)) return;
          observer.disconnect();
          done(performance.now() - begin);
        }).observe(result, {childList: true, characterData: true, subtree: true});
        field.value = 'cache';
        field.dispatchEvent(new Event('input', {bubbles: true}));
      }),
  );
}
