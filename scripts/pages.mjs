/**
 * What the scripts that take pictures share: a served page and the moment at which it is drawn.
 */
import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

export const pathOf = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Starts `pprofx view` on inputs of the project, whose paths are shown as they are from its root. */
export async function startView(inputs) {
  const args = [pathOf('dist/cli/bin.js'), 'view', '--no-open', '--quiet', ...inputs];
  const view = spawn(process.execPath, args, {cwd: pathOf('.'), stdio: ['ignore', 'pipe', 'inherit']});
  const url = await new Promise((resolve) => view.stdout.once('data', (text) => resolve(text.toString().trim())));
  return {url, stop: () => view.kill()};
}

/** Waits until nothing is loading and the canvas is drawn, which happens in the frame after its data came. */
export async function settle(page) {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
