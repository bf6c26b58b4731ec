/**
 * Chromium as tests, benches and pictures of the page start it: no GPU, and no traffic of its own.
 */
import {chromium} from 'playwright-core';
import {chromiumPath, headlessPath} from './programs.mjs';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts Chromium, with more options where they are given.
 *
 * @param kind  the headless shell where it is there, or the browser of users alone
 */
export function launchChromium(more = [], kind = 'headless') {
  const executablePath = kind === 'headless' ? headlessPath() : chromiumPath();
  if (executablePath === undefined)
    throw new Error('no Chromium is here: node scripts/prerequisites.mjs says how to get it');
  return chromium.launch({executablePath, args: [...ARGS, ...more]});
}
