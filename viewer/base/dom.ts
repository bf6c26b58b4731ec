/**
 * Makes elements. Text goes in as text nodes only, so that no name from a profile can become markup.
 */
type Listener = (event: never) => void;
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Listener>>;
export type Child = Node | string | undefined | false;
/** A list of any length stands for its elements. */
export type Children = readonly (Child | readonly Child[])[];

/** An element with attributes (`on…` functions become listeners; false and undefined are left out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  fill(element, children);
  return element;
}

/** Replaces what an element holds. */
export function fill(element: Element, children: Children): void {
  element.replaceChildren();
  for (const child of children.flat()) if (child !== undefined && child !== false) element.append(child);
}

export function button(label: string, onclick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h('button', {type: 'button', onclick, ...attributes}, label);
}

/** A path or a name that breaks between its parts, not inside words. */
export function breakable(text: string): Child[] {
  return text.split(/(?<=[/.)])(?=[^/.])/).flatMap((part, i) => (i === 0 ? [part] : [h('wbr'), part]));
}

/** Saves bytes or text under a name, through the browser's own download. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], {type}));
  const link = h('a', {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
