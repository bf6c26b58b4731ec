import {describe, expect, it} from 'vitest';
import {
  enclosingFunction,
  identityName,
  isRuntimePackage,
  isStandardPackage,
  localName,
  packageOf,
  parseSymbol,
  shortName,
} from '../../src/model/symbol.ts';

describe('parseSymbol', () => {
  it.each([
    ['main.main', 'main', '', 'main', ''],
    ['net/http.(*conn).serve', 'net/http', 'conn', 'serve', ''],
    ['k8s.io/api/apps/v1.(*ReplicaSet).Unmarshal', 'k8s.io/api/apps/v1', 'ReplicaSet', 'Unmarshal', ''],
    ['example.com/a.Do.func1', 'example.com/a', '', 'Do', 'func1'],
    ['example.com/a.(*T).Do.func1.2', 'example.com/a', 'T', 'Do', 'func1.2'],
    ['example.com/a.(*T).Do-fm', 'example.com/a', 'T', 'Do', '-fm'],
    ['example.com/a.(*T).Do.gowrap1', 'example.com/a', 'T', 'Do', 'gowrap1'],
    ['example.com/a.Map[go.shape.int,go.shape.string]', 'example.com/a', '', 'Map', ''],
    ['example.com/a.(*List[...]).Push', 'example.com/a', 'List', 'Push', ''],
    ['gopkg.in/yaml%2ev2.Unmarshal', 'gopkg.in/yaml.v2', '', 'Unmarshal', ''],
    ['time.Time.Format', 'time', 'Time', 'Format', ''],
    ['std::vector<int>::push_back', '', '', 'std::vector<int>::push_back', ''],
  ])('%s', (name, importPath, receiver, fn, closure) => {
    expect(parseSymbol(name)).toMatchObject({package: importPath, receiver, function: fn, closure});
  });

  it('the path of a vendoring module is not part of the package', () => {
    const name = 'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry.(*Store).List';
    expect(packageOf(name)).toBe('k8s.io/apiserver/pkg/registry');
    expect(identityName(name)).toBe('k8s.io/apiserver/pkg/registry.(*Store).List');
  });
});

describe('names', () => {
  it('type arguments of two builds fold to one identity, nested ones too', () => {
    const a = 'example.com/a.Map[go.shape.*example.com/b.Pair[int]].func1';
    expect(identityName(a)).toBe('example.com/a.Map[...].func1');
  });

  it('the short name keeps the last element of the package', () => {
    expect(shortName('k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1')).toBe(
      'registry.(*Store).DeleteCollection.func1',
    );
    expect(shortName('runtime.gopark')).toBe('runtime.gopark');
    expect(shortName('github.com/acme/fastmap/v4.(*Map[...]).Load')).toBe('fastmap.(*Map[...]).Load');
    expect(shortName('k8s.io/api/core/v1.(*Pod).Unmarshal')).toBe('v1.(*Pod).Unmarshal');
  });

  it('a closure belongs to the function that declares it', () => {
    expect(enclosingFunction('a.com/b.(*T).Run.func2.1')).toBe('a.com/b.(*T).Run');
    expect(enclosingFunction('main.main')).toBe('main.main');
  });

  it('packages of the standard library are told from modules', () => {
    expect(['net/http', 'runtime', 'sync/atomic'].every(isStandardPackage)).toBe(true);
    expect(['main', 'k8s.io/api/core/v1', 'example.com/net/http', ''].some(isStandardPackage)).toBe(false);
  });

  it('the runtime is told from packages that only begin like it', () => {
    const runtime = ['runtime', 'runtime/internal/atomic', 'internal/runtime/maps', 'internal/bytealg', 'internal/cpu'];
    expect([...runtime, 'internal/abi'].every(isRuntimePackage)).toBe(true);
    const others = ['runtime/debug', 'runtimes', 'acme.io/internal/runtime/x', 'internal/poll', 'main', ''];
    expect(others.some(isRuntimePackage)).toBe(false);
  });

  it('the local name is what stands after the last slash of the path', () => {
    expect(localName('k8s.io/api/core/v1.(*Pod).Unmarshal')).toBe('v1.(*Pod).Unmarshal');
    expect(localName('main.run')).toBe('main.run');
    expect(localName('a.io/b.Map[a.io/c.Key]')).toBe('b.Map[...]');
    expect(localName('std::a/b')).toBe('std::a/b');
  });

  it.each([
    ['example.com/a.T.Value', 'T', false, 'Value'],
    ['example.com/a.(*T).Value', 'T', true, 'Value'],
    ['example.com/a.(T).Value', 'T', false, 'Value'],
    ['example.com/a.Value', '', false, 'Value'],
    ['example.com/a.glob..func1', '', false, 'glob.'],
  ])('the receiver of %s is %j, by pointer: %s', (name, receiver, isPointerReceiver, fn) => {
    expect(parseSymbol(name)).toMatchObject({receiver, isPointerReceiver, function: fn});
  });

  it.each([
    ['a version inside the path', 'gopkg.in/yaml.v2.Unmarshal', 'gopkg.in/yaml.v2'],
    ['a method named like a version', 'example.com/a.v2', 'example.com/a'],
    ['a path that was cut short', '...audio.TestSeek', '...audio'],
    ['no package', 'main', ''],
    ['a template of C++', 'ns.x<int>', ''],
    ['words', 'read the file.txt', ''],
  ])('%s: the package of %s is %j', (_, name, importPath) => {
    expect(packageOf(name)).toBe(importPath);
  });

  it.each([
    ['main.run-range1', 'main.run'],
    ['main.run.deferwrap2', 'main.run'],
    ['main.run.func1.gowrap2', 'main.run'],
    ['main.func1', 'main.func1'],
    ['main.run2', 'main.run2'],
    ['main.T.M-fm', 'main.T.M'],
    ['plain', 'plain'],
  ])('%s belongs to %s', (name, declared) => {
    expect(enclosingFunction(name)).toBe(declared);
  });

  it('type arguments side by side fold one by one; a bracket that never closes stays', () => {
    expect(identityName('a.io/b.(*T[int]).Map[string]')).toBe('a.io/b.(*T[...]).Map[...]');
    expect(identityName('a.io/b.F[x')).toBe('a.io/b.F[x');
    expect(identityName('a.io/b.F]x[y]')).toBe('a.io/b.F]x[...]');
  });

  it('slashes inside type arguments are no path', () => {
    expect(shortName('a.io/b.Map[go.shape.*c.io/d.T].func1')).toBe('b.Map[...].func1');
    expect(packageOf('b.Map[c.io/vendor/d.T]')).toBe('b');
  });
});
