/**
 * Parsers that forgive nothing, for what we write: each throws at the first thing its format does not allow.
 */

/** Bytes a terminal acts on, and characters that reorder or hide text. */
const UNSAFE_ON_TERMINAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

export function checkTerminalText(text: string): void {
  const found = UNSAFE_ON_TERMINAL.exec(text);
  if (found === null) return;
  const around = JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 20));
  throw new Error(`U+${found[0].charCodeAt(0).toString(16)} reaches the terminal: ${around}`);
}

const ENTITY = /^&(?:amp|lt|gt|quot|#39|#x?[0-9a-f]+);/i;

/** The names of the elements of well-formed XML, in order. */
export function xmlElements(xml: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < xml.length) {
    const next = xml.indexOf('<', at);
    checkCharacterData(xml.slice(at, next < 0 ? undefined : next));
    if (next < 0) break;
    const tag =
      /^<(?:\?[^?]*\?>|!--(?:(?!--)[\s\S])*-->|!DOCTYPE[^>]*>|!\[CDATA\[[\s\S]*?\]\]>|\/([\w:-]+)\s*>|([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>)/.exec(
        xml.slice(next, next + 100_000),
      );
    if (tag === null) throw new Error(`no tag at ${JSON.stringify(xml.slice(next, next + 80))}`);
    const [whole, closed, opened, attributes, selfClosing] = tag;
    if (closed !== undefined && open.pop() !== closed) throw new Error(`</${closed}> closes nothing`);
    if (opened !== undefined) {
      names.push(opened);
      checkCharacterData(attributes ?? '');
      if (selfClosing !== '/') open.push(opened);
    }
    at = next + whole.length;
  }
  if (open.length > 0) throw new Error(`<${open.join('><')}> stay open`);
  return names;
}

function checkCharacterData(text: string): void {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error('a character XML cannot hold');
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (!ENTITY.test(text.slice(at, at + 12)))
      throw new Error(`a bare & at ${JSON.stringify(text.slice(at, at + 30))}`);
  }
}

/** The statements of a DOT graph, with every quoted string replaced by `""`. */
export function dotStatements(dot: string): string[] {
  const bare = dot.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  if (/["\\<>](?!\s*\w)/.test(bare.replaceAll('""', '').replaceAll('->', ''))) throw new Error('a quote is left open');
  return bare.split('\n').filter((line) => line.trim() !== '');
}

/** Stacks of folded text: frames and value. */
export function foldedStacks(text: string): {frames: string[]; value: number}[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const match = /^(.+) (-?\d+)$/.exec(line);
      if (match === null) throw new Error(`no folded line: ${JSON.stringify(line.slice(0, 80))}`);
      return {frames: match[1].split(';'), value: Number(match[2])};
    });
}
