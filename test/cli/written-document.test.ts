/**
 * The document that pages are written down in: names cannot become markup, and what it does not know it refuses.
 */
import {readFileSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {describe, expect, it} from 'vitest';
import type {PageWork} from '../../src/cli/server/page-thread.ts';
import {WrittenElement} from '../../src/cli/server/written-document.ts';
import type {PreparedPage} from '../../src/render/page.ts';
import {samplePath} from '../support/samples.ts';

function element(tag: string, attributes: Readonly<Record<string, string>>, ...content: (WrittenElement | string)[]) {
  const made = new WrittenElement(tag);
  for (const [name, text] of Object.entries(attributes)) made.setAttribute(name, text);
  made.append(...content);
  return made;
}

describe('a written document', () => {
  it('escapes text and attributes and keeps lines', () => {
    const made = element(
      'p',
      {title: `"><img src=x onerror='a&b'>`},
      '</p><script>1</script>',
      element('br', {}),
      'a\n b',
    );
    expect(made.outerHTML).toBe(
      '<p title="&quot;&gt;&lt;img src=x onerror=&#39;a&amp;b&#39;&gt;">&lt;/p&gt;&lt;script&gt;1&lt;/script&gt;<br>a\n b</p>',
    );
  });

  it('writes what properties set, styles where the policy of the page lets them be', () => {
    const made = element('div', {class: 'one two'});
    made.hidden = true;
    made.dataset['tool'] = 'x';
    made.classList.remove('one');
    made.classList.toggle('three', true);
    Object.assign(made.style, {height: '3px'});
    (made.style as {setProperty(name: string, text: string): void}).setProperty('--key', '#123');
    expect(made.outerHTML).toBe(
      '<div class="two three" hidden="" data-tool="x" data-style="height: 3px; --key: #123"></div>',
    );
    const other = element('p', {class: 'one'});
    other.hidden = true;
    other.hidden = false;
    other.textContent = '<';
    expect(other.outerHTML).toBe('<p class="one">&lt;</p>');
  });

  it('finds by tag, class and attribute, and refuses other selectors', () => {
    const found = element('button', {class: 'tool wide', 'data-tool': ''});
    const root = element('div', {class: 'tool'}, element('p', {}, found), 'text');
    expect(root.querySelectorAll('[data-tool]')).toEqual([found]);
    expect(root.querySelector('button.wide')).toBe(found);
    expect(root.querySelector('.narrow')).toBeNull();
    expect(() => root.querySelectorAll('p > button')).toThrow('p > button');
  });
});

describe('the thread that prepares a page', () => {
  it('answers even where the page cannot be built', async () => {
    const bytes = readFileSync(samplePath('replicaset-flood/heap-before.pb.gz'));
    const built = (name: string): URL => new URL(`../../dist/${name}`, import.meta.url);
    const work: PageWork = {
      worker: built('viewer/worker.js').href,
      page: built('viewer/no-such-page.js').href,
      inputs: [{name: 'heap.pb.gz', url: 'input/0', size: bytes.length}],
      bytes: [new Uint8Array(bytes).buffer],
      options: {},
    };
    const thread = new Worker(built('cli/server/page-thread.js'), {workerData: work});
    const made = await new Promise<PreparedPage>((resolve, reject) => {
      thread.on('message', resolve);
      thread.on('error', reject);
    });
    await thread.terminate();
    expect(made.pictures).toEqual([]);
    expect(new TextDecoder().decode(made.answers)).toContain('ReplicaSet');
    expect(made.flame?.length).toBeGreaterThan(1000);
  });
});
