/**
 * The document that pages are written down in: names cannot become markup, and what it does not know it refuses.
 */
import {describe, expect, it} from 'vitest';
import {WrittenElement} from '../../../src/cli/server/written-document.ts';

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
