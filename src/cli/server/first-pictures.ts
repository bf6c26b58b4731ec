/**
 * The first screens as HTML: the built page runs here, in a document that is only written down, so what comes with the
 * page is what its own script will build in the browser a moment later.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import type {FirstPicture, PageInput, PageOptions} from '../../render/html/page.ts';
import {WrittenElement, WrittenWindow} from './written-document.ts';

/** How often one looks, a millisecond apart, whether a screen is there. */
const MOST_LOOKS = 200;

/**
 * @param page  address of the built page's script
 * @param inputs  as the page finds them listed
 * @param answers  to what it asks first, as the page finds them
 * @param fragments  of the address: the screens that are wanted
 * @returns those that are whole without any further answer
 */
export async function firstPictures(
  page: string,
  inputs: readonly PageInput[],
  answers: ArrayBuffer,
  fragments: readonly string[],
  options: PageOptions,
): Promise<FirstPicture[]> {
  const window = new WrittenWindow();
  const host = window.place('pprofx', new WrittenElement('div'));
  const list = window.place('pprofx-inputs', new WrittenElement('script'));
  list.textContent = JSON.stringify(inputs);
  list.dataset['options'] = JSON.stringify(options);
  Object.defineProperty(globalThis, 'pprofxAnswers', {value: Promise.resolve(answers)});
  window.install();
  await import(page);
  const pictures: FirstPicture[] = [];
  for (const fragment of fragments) {
    window.goTo(fragment);
    if (await isBuilt(host)) pictures.push({fragment, html: host.innerHTML});
  }
  return pictures;
}

/** Whether a screen is there that waits for nothing. */
async function isBuilt(host: WrittenElement): Promise<boolean> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    await sleep(1);
    if (host.querySelector('.screen') !== null && !host.innerHTML.includes('aria-busy="true"')) return true;
  }
  return false;
}
