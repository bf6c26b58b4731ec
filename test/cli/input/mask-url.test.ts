/**
 * What may be shown of a URL, whoever reads it.
 */
import {describe, expect, it} from 'vitest';
import {inputName, isUrl, maskUrls} from '../../../src/cli/input/mask-url.ts';

describe('a password is never shown', () => {
  it.each([
    ['https://user:secret@host/x', 'https://***@host/x'],
    ['https+insecure://user:secret@host/x', 'https+insecure://***@host/x'],
    ['ftp://user:secret@host/x', 'ftp://***@host/x'],
    ['HTTPS:/user:secret@host/x', 'HTTPS:/***@host/x'],
  ])('of %s', (url, shown) => {
    expect(inputName(url)).toBe(shown);
    expect(maskUrls(`cannot read ${url}`)).toBe(`cannot read ${shown}`);
  });

  it.each(['heap.pb.gz', 'C:/profiles/heap@home.pb', 'dir/a@b.pb', 'a:b@c'])('and a path stays: %s', (path) => {
    expect(inputName(path)).toBe(path);
  });
});

describe('a query', () => {
  it.each([
    ['http://h/goroutine?debug=2', 'http://h/goroutine?debug=2'],
    ['http://h/profile?seconds=30&gc=1&token=1', 'http://h/profile?seconds=30&gc=1&token=***'],
    ['http://h/goroutine?debug=s3cret&seconds=12345', 'http://h/goroutine?debug=***&seconds=***'],
    ['http://h/goroutine?xdebug=2', 'http://h/goroutine?xdebug=***'],
  ])('keeps the numbers of net/http/pprof alone: %s', (url, shown) => {
    expect(inputName(url)).toBe(shown);
  });
});

describe('a URL', () => {
  it.each(['http://h/x', 'https://h/x', 'https+insecure://h/x'])('is fetched: %s', (url) => {
    expect(isUrl(url)).toBe(true);
  });

  it.each(['ftp://h/x', 'https:/h/x', 'host:80/x'])('is not: %s', (text) => {
    expect(isUrl(text)).toBe(false);
  });
});
