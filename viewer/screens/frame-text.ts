/**
 * What can be copied about a frame.
 */
import {say} from '../../src/base/language/say.ts';
import {baseName, exactly} from '../base/text.ts';
import {type App, currentInput, sampleTypeOf} from './screen.ts';

/** Copies text and says so. */
export function copyText(app: App, text: string, what: string): void {
  if (text === '') {
    app.say(say`Choose a frame first, to copy its ${say(what)}`);
    return;
  }
  navigator.clipboard.writeText(text).then(
    () => app.say(say`Copied the ${say(what)}`),
    () => app.say(say`The browser did not allow copying the ${say(what)}`),
  );
}

/** The command that shows the same in a terminal. */
export function frameCommand(app: App, name: string): string {
  const {state} = app.store;
  const input = currentInput(app, state);
  const type = input.sampleTypes[sampleTypeOf(input, state)]?.type ?? '';
  const focus = name === '' ? '' : ` --focus ${quote(exactly(name))}`;
  return `pprofx top --cum${type === '' ? '' : ` --sample-index ${quote(type)}`}${focus} ${quote(baseName(input.name))}`;
}

/** One word for a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
