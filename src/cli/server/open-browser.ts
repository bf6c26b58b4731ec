/**
 * Opens an address in the user's browser, where there is one.
 */
import {spawn} from 'node:child_process';
import {writeLeadingFile} from './entrance.ts';

/**
 * Reports no failure: the page's own address was already printed.
 *
 * @param url  leads to the page; it goes into a file, as arguments can be seen by every user of the machine
 */
export function openBrowser(url: string): void {
  const {BROWSER, DISPLAY, WAYLAND_DISPLAY} = process.env;
  const isGraphic = process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  if (BROWSER === undefined && !isGraphic) return;
  const [command, ...args] = opener(BROWSER, writeLeadingFile(url));
  const child = spawn(command, args, {stdio: 'ignore', detached: true});
  child.on('error', () => undefined);
  child.unref();
}

function opener(browser: string | undefined, url: string): [string, ...string[]] {
  if (browser !== undefined && browser !== '') return [browser, url];
  if (process.platform === 'darwin') return ['open', url];
  if (process.platform === 'win32') return ['explorer.exe', url];
  return ['xdg-open', url];
}
