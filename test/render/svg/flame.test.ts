import {describe, expect, it} from 'vitest';
import {flameTree} from '../../../src/analysis/tree/flame-tree.ts';
import {buildTree} from '../../../src/analysis/tree/tree.ts';
import {readProfile} from '../../../src/read.ts';
import {renderFlameSvg} from '../../../src/render/svg/flame.ts';
import {hostileNames} from '../../support/hostile-names.ts';
import {readSample} from '../../support/samples.ts';

function svgOf(profile: ReturnType<typeof readSample>): string {
  const sampleType = profile.defaultSampleType;
  return renderFlameSvg(profile, flameTree(buildTree(profile, sampleType), {foldRuns: true}), {
    sampleType,
    width: 1200,
  });
}

describe('the SVG', () => {
  const svg = svgOf(readSample('replicaset-flood/heap-before.pb.gz'));

  it('has a tooltip with total, flat and shares, as go tool pprof counts them', () => {
    expect(svg).toContain('protobuf.(*Serializer).doEncode\ntotal 168.24MB (24.76%) · flat 168.24MB (24.76%)');
  });

  it('holds no script, and names in full that a browser can search', () => {
    expect(svg).not.toMatch(/<script|onload|href=/);
    expect(svg).toContain('k8s.io/apiserver/pkg/storage/etcd3');
  });

  it('says that stacks were cut', () => {
    expect(svg).toContain('stacks cut at 32 frames');
  });

  it('holds no number that is none', () => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('spells names that try to be markup or control', () => {
    const hostile = svgOf(readProfile(hostileNames(), {name: '<b>.pb'}));
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    expect(hostile).toContain('&lt;img src=x');
  });

  it('of stacks deeper than a picture can be ends at a row and says so', () => {
    const frames = Array.from({length: 3000}, (_, i) => `main.f${i}`).join(';');
    const deep = svgOf(readProfile(new TextEncoder().encode(`${frames} 5\nmain.f0;main.g 1\n`)));
    expect(deep).toContain('cut after 2\u202f000 rows: 1\u202f001 deeper ones are not drawn');
    expect(deep.match(/<title>main\.f/g)).toHaveLength(1999);
  });
});
