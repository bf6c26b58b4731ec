import {describe, expect, it} from 'vitest';
import {
  enclosingFunction,
  identityName,
  isStandardPackage,
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
});
