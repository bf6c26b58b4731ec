/**
 * A document that nobody looks at: the page builds itself in it as in a browser, and it is written down as HTML.
 *
 * Has what the page uses to build its first screens and nothing more: no layout (sizes are 0), no drawing, no events.
 * What it lacks fails, and then there is no picture. Text and attributes are escaped as they are written, so a name can
 * become markup here no more than in a browser. Styles that are set become `data-style`, for the page's policy forbids
 * `style` in HTML; viewer/first-picture.ts sets them.
 */
import {markupText} from '../../render/words/xml.ts';

type Content = WrittenElement | string;
type Listener = (event: unknown) => void;

/** Elements that have no end tag. */
const VOID = new Set(['input', 'br', 'img', 'link', 'meta']);
/** A tag, a class or an attribute, any of them left out. */
const SELECTOR = /^([a-z]*)(?:\.([\w-]+))?(?:\[([\w-]+)\])?$/;

export class WrittenElement {
  readonly isConnected = false;
  readonly clientWidth = 0;
  readonly clientHeight = 0;
  readonly scrollTop = 0;
  value = '';
  readonly classList = {
    add: (name: string): void => this.setClass(name, true),
    remove: (name: string): void => this.setClass(name, false),
    toggle: (name: string, isOn: boolean): void => this.setClass(name, isOn),
  };
  readonly dataset: Record<string, string>;
  readonly style: Record<string, unknown>;
  private readonly tag: string;
  private readonly attributes = new Map<string, string>();
  private readonly styles = new Map<string, string>();
  private content: Content[] = [];

  constructor(tag: string) {
    this.tag = tag;
    this.dataset = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => this.attributes.get(`data-${String(name)}`),
        set: (_, name, text) => {
          this.attributes.set(`data-${String(name)}`, String(text));
          return true;
        },
      },
    );
    const setStyle = (name: string | symbol, text: unknown): boolean => {
      this.styles.set(String(name), String(text));
      return true;
    };
    this.style = new Proxy({setProperty: setStyle}, {set: (_, name, text) => setStyle(name, text)});
  }

  get firstChild(): Content | null {
    return this.content[0] ?? null;
  }

  get hidden(): boolean {
    return this.attributes.has('hidden');
  }

  set hidden(isHidden: boolean) {
    if (isHidden) this.setAttribute('hidden', '');
    else this.removeAttribute('hidden');
  }

  get textContent(): string {
    return this.content.map((each) => (typeof each === 'string' ? each : each.textContent)).join('');
  }

  set textContent(text: string) {
    this.content = [text];
  }

  setAttribute(name: string, text: string): void {
    this.attributes.set(name, text);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  replaceChildren(...content: readonly Content[]): void {
    this.content = [...content];
  }

  append(...content: readonly Content[]): void {
    this.content.push(...content);
  }

  appendChild(child: WrittenElement): WrittenElement {
    this.append(child);
    return child;
  }

  remove(): void {}

  addEventListener(): void {}

  getContext(): null {
    return null;
  }

  querySelector(selector: string): WrittenElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  querySelectorAll(selector: string): WrittenElement[] {
    const [, tag, className, attribute] = SELECTOR.exec(selector) ?? [];
    if (tag === undefined) throw new Error(`the selector ${selector} is none of those known here`);
    const matches = (each: WrittenElement): boolean =>
      (tag === '' || each.tag === tag) &&
      (className === undefined || each.classes().includes(className)) &&
      (attribute === undefined || each.attributes.has(attribute));
    return this.descendants().filter(matches);
  }

  /** What is inside, as HTML. */
  get innerHTML(): string {
    return this.content.map((each) => (typeof each === 'string' ? markupText(each) : each.outerHTML)).join('');
  }

  get outerHTML(): string {
    const attributes = [...this.attributes].map(([name, text]) => ` ${name}="${markupText(text)}"`).join('');
    const styles = [...this.styles].map(([name, text]) => `${name}: ${text}`).join('; ');
    const start = `<${this.tag}${attributes}${styles === '' ? '' : ` data-style="${markupText(styles)}"`}>`;
    return VOID.has(this.tag) ? start : `${start}${this.innerHTML}</${this.tag}>`;
  }

  private descendants(): WrittenElement[] {
    return this.content.flatMap((each) => (typeof each === 'string' ? [] : [each, ...each.descendants()]));
  }

  private classes(): string[] {
    return (this.attributes.get('class') ?? '').split(' ').filter((name) => name !== '');
  }

  private setClass(name: string, isOn: boolean): void {
    const others = this.classes().filter((each) => each !== name);
    this.setAttribute('class', (isOn ? [...others, name] : others).join(' '));
  }
}

/** The globals of a window around an empty document. */
export class WrittenWindow {
  readonly location = {hash: ''};
  private readonly elements = new Map<string, WrittenElement>();
  private readonly listeners = new Map<string, Listener[]>();

  /** An element that the page finds by its id. */
  place(id: string, element: WrittenElement): WrittenElement {
    this.elements.set(id, element);
    return element;
  }

  /** Goes to another fragment, as a click on a link would. */
  goTo(fragment: string): void {
    const hash = fragment === '' ? '' : `#${fragment}`;
    if (hash === this.location.hash) return;
    this.location.hash = hash;
    for (const listener of this.listeners.get('hashchange') ?? []) listener({});
  }

  /** Makes this the window of all code that runs from here on. */
  install(): void {
    const listen = (name: string, listener: Listener): void => {
      this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    };
    const root = new WrittenElement('html');
    const document = {
      documentElement: root,
      body: root.appendChild(new WrittenElement('body')),
      activeElement: null,
      title: '',
      createElement: (tag: string) => new WrittenElement(tag),
      getElementById: (id: string) => this.elements.get(id) ?? null,
    };
    const globals = {
      document,
      window: globalThis,
      location: this.location,
      history: {pushState: () => undefined, replaceState: () => undefined},
      // Node has one of its own, which warns when it is touched.
      localStorage: undefined,
      addEventListener: listen,
      matchMedia: () => ({matches: false, addEventListener: () => undefined}),
      requestAnimationFrame: () => 0,
      ResizeObserver: class {
        observe(): void {}
      },
    };
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
    }
  }
}
