/**
 * The page before there is a profile: progress, and errors.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';
import {baseName, safeText, value} from '../base/text.ts';
import type {Failure, Progress} from '../protocol.ts';

export class ProgressCard {
  readonly element: HTMLElement;
  private readonly text = h('p', {role: 'status'}, say('Reading…'));
  private readonly bar = h('progress', {max: 1, 'aria-label': say('Progress')});

  constructor(onCancel: () => void) {
    this.element = h(
      'main',
      {class: 'start', id: 'main'},
      h('h1', {}, 'pprofx'),
      this.text,
      this.bar,
      button(say('Cancel'), onCancel, {class: 'own-width'}),
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
      const word = say(phase === 'fetch' ? sayLater('Fetching') : sayLater('Reading'));
      this.text.textContent = isRead
        ? say`Analyzing ${baseName(name)}…`
        : say`${word} ${baseName(name)}: ${value(doneBytes, 'bytes')} of ${value(totalBytes, 'bytes')}`;
      if (isRead) this.bar.removeAttribute('value');
      else this.bar.value = doneBytes / totalBytes;
    } else {
      this.text.textContent = say('Looking for problems…');
      this.bar.removeAttribute('value');
    }
  }
}

export function errorCard(failure: Failure, onRetry: () => void): HTMLElement {
  const {code, hint, input, message, where} = failure;
  const title = `${input === '' ? '' : `${safeText(input)}: `}${safeText(say(message))}`;
  return h(
    'main',
    {class: 'start', id: 'main'},
    h(
      'div',
      {class: 'card critical', role: 'alert'},
      h('p', {class: 'severity'}, code),
      h('h1', {}, title),
      where !== '' && h('p', {}, safeText(where)),
      hint !== '' && h('p', {}, safeText(say(hint))),
      h(
        'p',
        {class: 'actions'},
        button(say('Open another file'), onRetry, {class: 'primary'}),
        button(say('Copy details'), () => void navigator.clipboard.writeText(JSON.stringify(failure, null, 1))),
      ),
    ),
  );
}
