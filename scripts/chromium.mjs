/**
 * Chromium as tests, benches and pictures of the page start it: no GPU, and no traffic of its own.
 *
 * CHROMIUM=/path/to/chromium where it is not /usr/bin/chromium.
 */
import {chromium} from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium() {
  return chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS});
}
