/**
 * The page without a profile: how to open one, progress, and errors.
 */
import {button, h} from '../base/dom.ts';
import {baseName, safeText, value} from '../base/text.ts';
import type {Failure, InputFile, Progress} from '../protocol.ts';

const COMMANDS = [
  'curl -s localhost:6060/debug/pprof/heap -o heap.pb.gz',
  "curl -s 'localhost:6060/debug/pprof/goroutine?debug=2' -o goroutines.txt",
  "curl -s 'localhost:6060/debug/pprof/profile?seconds=30' -o cpu.pb.gz",
  'kubectl get --raw /debug/pprof/heap > heap.pb.gz',
];

export function emptyPage(onFiles: (files: readonly InputFile[]) => void, onOpen: () => void): HTMLElement {
  const paste = h('textarea', {id: 'paste', rows: 6, placeholder: 'goroutine 1 [running]: …', spellcheck: 'false'});
  return h(
    'main',
    {class: 'start', id: 'main'},
    h('h1', {}, 'pprofx'),
    h(
      'p',
      {class: 'lead'},
      'Reads what a Go process says about itself and names what is wrong with it. Nothing leaves this page.',
    ),
    h(
      'div',
      {class: 'drop'},
      h(
        'p',
        {},
        'Drop profiles or goroutine dumps here: one to read it, several of one process to read them together, two of a kind to compare.',
      ),
      button('Open files…', onOpen, {class: 'primary'}),
    ),
    h('label', {for: 'paste'}, 'or paste a goroutine dump'),
    paste,
    button(
      'Read the pasted text',
      () => {
        if (paste.value.trim() !== '')
          onFiles([{name: 'pasted text', bytes: new TextEncoder().encode(paste.value).buffer}]);
      },
      {class: 'own-width'},
    ),
    h('h2', {}, 'How to take one'),
    h('pre', {class: 'stack', tabindex: 0}, COMMANDS.join('\n')),
  );
}

export class ProgressCard {
  readonly element: HTMLElement;
  private readonly text = h('p', {role: 'status'}, 'Reading…');
  private readonly bar = h('progress', {max: 1, 'aria-label': 'Progress'});

  constructor(onCancel: () => void) {
    this.element = h(
      'main',
      {class: 'start', id: 'main'},
      h('h1', {}, 'pprofx'),
      this.text,
      this.bar,
      button('Cancel', onCancel, {class: 'own-width'}),
    );
  }

  /** Puts a picture below. */
  add(picture: HTMLElement): void {
    this.element.classList.add('with-picture');
    this.element.append(picture);
  }

  show({doneBytes, name, phase, totalBytes}: Progress): void {
    if (phase === 'fetch' || phase === 'read') {
      const isRead = phase === 'read' && doneBytes >= totalBytes;
      const word = phase === 'fetch' ? 'Fetching' : 'Reading';
      this.text.textContent = isRead
        ? `Analyzing ${baseName(name)}…`
        : `${word} ${baseName(name)}: ${value(doneBytes, 'bytes')} of ${value(totalBytes, 'bytes')}`;
      if (isRead) this.bar.removeAttribute('value');
      else this.bar.value = doneBytes / totalBytes;
    } else {
      this.text.textContent = 'Looking for problems…';
      this.bar.removeAttribute('value');
    }
  }
}

export function errorCard(failure: Failure, onRetry: () => void): HTMLElement {
  const {code, hint, input, message, where} = failure;
  const title = `${input === '' ? '' : `${safeText(input)}: `}${safeText(message)}`;
  return h(
    'main',
    {class: 'start', id: 'main'},
    h(
      'div',
      {class: 'card critical', role: 'alert'},
      h('p', {class: 'severity'}, code),
      h('h1', {}, title),
      where !== '' && h('p', {}, safeText(where)),
      hint !== '' && h('p', {}, safeText(hint)),
      h(
        'p',
        {class: 'actions'},
        button('Open another file', onRetry, {class: 'primary'}),
        button('Copy details', () => void navigator.clipboard.writeText(JSON.stringify(failure, null, 1))),
      ),
    ),
  );
}
