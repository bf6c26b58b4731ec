/**
 * Reports carry the served modules linked into scripts; the linker knows only the form in which the build writes them.
 */
import {Script} from 'node:vm';
import {describe, expect, it} from 'vitest';
import {viewerFiles} from '../../../src/cli/server/viewer-assets.ts';
import {importsOf, KERNEL_PARTS, linkModules, SERVED_ONLY} from '../../../src/render/html/link-modules.ts';

const run = (modules: Readonly<Record<string, string>>): Promise<unknown> =>
  new Promise((resolve) => {
    const script = linkModules(new Map(Object.entries(modules)), 'app.js');
    new Function('tell', script)(resolve);
  });

describe('linkModules', () => {
  it('gives modules what they import, under the names they call it', async () => {
    const told = await run({
      'app.js': 'import{a as b,c}from"./part/x.js";import"./part/y.js";tell([b,c,globalThis.fromY]);',
      'part/x.js': 'import{z as e}from"./z.js";let t=e+1,c=3;export{t as a,c};',
      'part/y.js': 'globalThis.fromY=`y`;',
      'part/z.js': 'let q=1;export{q as z};',
    });
    expect(told).toEqual([2, 3, 'y']);
  });

  it('runs what is asked for on demand when it is asked for, once, and lets it use the asker', async () => {
    const told = await run({
      'app.js':
        'let n=0,up=()=>++n;Promise.all([import(`./page/p.js`),import("./page/p.js")]).then(([{go:a},{go:b}])=>tell([a(),b(),n]));export{up as t};',
      'page/p.js': 'import{t as e}from"../app.js";e();let r=()=>e();export{r as go};',
    });
    expect(told).toEqual([2, 3, 3]);
  });
});

describe('the built modules', () => {
  const files = viewerFiles();

  it.each(['app.js', 'worker.js'])('%s and all it can ask for become one script without imports', (entry) => {
    const script = linkModules(files, entry);
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(/\bimport\(["'`]|import\.meta/);
  });

  it('that only served pages ask for are known by their names, and left out', () => {
    for (const path of SERVED_ONLY) {
      expect(files.get(path)).toBeDefined();
      const [entry] = path.startsWith('worker/') ? ['worker.js'] : ['app.js'];
      expect(linkModules(files, entry)).not.toContain(`${JSON.stringify(path)}(){`);
    }
  });

  it('that only some inputs need are carried where they are asked for', () => {
    const definition = `${JSON.stringify(KERNEL_PARTS)}(){`;
    expect(linkModules(files, 'worker.js')).not.toContain(definition);
    const script = linkModules(files, 'worker.js', [KERNEL_PARTS]);
    expect(script).toContain(definition);
    expect(() => new Script(script)).not.toThrow();
  });

  it('are all in one of the two, but for those that run before them', () => {
    const seen = new Set(['app.js', 'worker.js']);
    for (const path of seen) {
      const {early, onDemand} = importsOf(path, files.get(path) ?? '');
      for (const other of [...early, ...onDemand]) seen.add(other);
    }
    expect([...files.keys()].filter((path) => !seen.has(path)).sort()).toEqual(['app.css', 'boot.js']);
  });
});
