/**
 * A real browser on the real page: Chromium, and `pprofx view` as a user starts it.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));

/**
 * A page lives for two seconds here: optimizing its code costs more than it saves, but for what runs thousands of times;
 * with large inputs it is even.
 */
const SHORT_LIVED = ['--js-flags=--no-opt --invocation-count-for-maglev=10000'];

/** The headless shell, which is quick, or the Chromium of users. */
type Kind = 'headless' | 'users';

/** The same that benches and pictures use, but for short lives. */
async function launchChromium(kind: Kind): Promise<Browser> {
  const chromium = (await import(new URL('../../scripts/chromium.mjs', import.meta.url).href)) as {
    launchChromium: (more: readonly string[], kind: Kind) => Promise<Browser>;
  };
  return chromium.launchChromium(SHORT_LIVED, kind);
}

export interface RunningView {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): void;
}

/** Starts `pprofx view --no-open` and waits for the address it prints. */
export async function startView(inputs: readonly string[]): Promise<RunningView> {
  const child = spawn(process.execPath, [BIN, 'view', '--no-open', '--quiet', ...inputs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
    child.once('exit', (code) => reject(new Error(`view ended with ${code}`)));
  });
  return {url, process: child, stop: () => child.kill()};
}

/** What a page did that it must never do. */
export interface Misdeeds {
  readonly errors: string[];
  readonly requests: string[];
}

/** Opens a page and notes every script error, policy violation and request to anywhere but its own origin. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{page: Page; misdeeds: Misdeeds}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const misdeeds: Misdeeds = {errors: [], requests: []};
  page.on('pageerror', (error) => misdeeds.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') misdeeds.errors.push(message.text());
  });
  const {origin} = new URL(url);
  page.on('request', (request) => {
    const asked = request.url();
    const isOwn = asked.startsWith('blob:') || asked.startsWith('data:') || new URL(asked).origin === origin;
    if (!isOwn) misdeeds.requests.push(asked);
  });
  await page.goto(url);
  return {page, misdeeds};
}

/** The screen is there, it works, and its data has arrived. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('main > .screen') !== null && document.querySelector('[aria-busy="true"]') === null,
  );
}

/** Goes from the culprit, on which a flamegraph opens, to its root by keyboard, with the key that leads to callers. */
export async function goToRoot(page: Page, key = 'ArrowUp'): Promise<void> {
  const chosen = page.locator('.details h2');
  await page.locator('.details h2', {hasNotText: /^root$/}).waitFor();
  await page.getByLabel('Flamegraph frames').focus();
  for (let depth = 0; depth < 100 && (await chosen.innerText()) !== 'root'; depth++) await page.keyboard.press(key);
  await page.locator('.details h2', {hasText: /^root$/}).waitFor();
}

/** The browsers of this worker: test files run one after the other in them, each with contexts of its own. */
const browsers = new Map<Kind, Promise<Browser>>();

/** Chromium and one `pprofx view` for a test file. */
export class Lab {
  readonly browser: Browser;
  private readonly views: RunningView[] = [];
  private readonly pages = new Map<string, Page>();

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async open(kind: Kind = 'headless'): Promise<Lab> {
    const browser = browsers.get(kind) ?? launchChromium(kind);
    browsers.set(kind, browser);
    return new Lab(await browser);
  }

  async view(inputs: readonly string[]): Promise<RunningView> {
    const view = await startView(inputs);
    this.views.push(view);
    return view;
  }

  /** A page that nothing was done on before; the one before it is closed. */
  async fresh(view: RunningView, hash: string): Promise<Page> {
    for (const context of this.browser.contexts()) await context.close();
    this.pages.clear();
    const {page} = await openPage(this.browser, `${view.url}#${hash}`);
    await settled(page);
    return page;
  }

  /** A page at a fragment, with its data. Pages are used again: reading the inputs anew for each test costs seconds. */
  async at(view: RunningView, hash: string): Promise<Page> {
    const known = this.pages.get(view.url);
    if (known === undefined) {
      const {page} = await openPage(this.browser, `${view.url}#${hash}`);
      this.pages.set(view.url, page);
      await settled(page);
      return page;
    }
    await known.evaluate((fragment) => {
      if (location.hash === `#${fragment}`) return undefined;
      return new Promise<void>((resolve) => {
        addEventListener('hashchange', () => resolve(), {once: true});
        location.hash = fragment;
      });
    }, hash);
    await settled(known);
    return known;
  }

  async close(): Promise<void> {
    for (const view of this.views) view.stop();
    for (const context of this.browser.contexts()) await context.close();
  }
}
