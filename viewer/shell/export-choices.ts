/**
 * What can be exported, in the order of the menu; loaded when the menu opens. How is export-menu.ts's, which loads when
 * something is chosen.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';

export type ExportKind = 'svg' | 'png' | 'pprof' | 'source' | 'html';

const EXPORTS: readonly (readonly [ExportKind, string])[] = [
  ['svg', sayLater('SVG picture')],
  ['png', sayLater('PNG of the current view')],
  ['pprof', sayLater('pprof with the filters applied')],
  ['source', sayLater('the input file')],
  ['html', sayLater('one HTML page')],
];

/** Puts the choices into an empty menu. Escape and a focus elsewhere close it. */
export function fillMenu(menu: HTMLDetailsElement, choose: (kind: ExportKind) => void): void {
  const chosen = (kind: ExportKind) => (): void => {
    menu.open = false;
    choose(kind);
  };
  menu.append(
    h(
      'div',
      {class: 'menu-items'},
      EXPORTS.map(([kind, label]) => button(say(label), chosen(kind))),
    ),
  );
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  menu.addEventListener('focusout', ({relatedTarget}) => {
    if (relatedTarget !== null && !menu.contains(relatedTarget as Node)) menu.open = false;
  });
}
