/**
 * Links from frames to their source.
 */
import {describe, expect, it} from 'vitest';
import {sourceAddress} from '../../../viewer/flame/source-link.ts';

const TEMPLATE = 'https://{module}/blob/{version}/{path}#L{line}';

describe('a source address', () => {
  it.each([
    ['github.com/vishvananda/netlink@v1.1.0/route_linux.go:120'],
    ['/root/go/pkg/mod/github.com/vishvananda/netlink@v1.1.0/route_linux.go:120'],
  ])('fills in module, version, path and line of %s', (place) => {
    expect(sourceAddress(TEMPLATE, place)).toBe(
      'https://github.com/vishvananda/netlink/blob/v1.1.0/route_linux.go#L120',
    );
  });

  it('is none where the template wants what the file does not say', () => {
    expect(sourceAddress(TEMPLATE, '/usr/local/go/src/runtime/proc.go:250')).toBeUndefined();
    expect(sourceAddress(TEMPLATE, 'github.com/a/b@v1.0.0/c.go')).toBeUndefined();
  });

  it('takes a path as it is, but no query or fragment out of it', () => {
    const address = sourceAddress('https://code.example/{file}?line={line}', '/src/a b/x?y#z.go:7');
    expect(address).toBe('https://code.example/src/a%20b/x%3Fy%23z.go?line=7');
  });
});
