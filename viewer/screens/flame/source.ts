/**
 * The source of a function with what each line costs, as `pprofx list` prints it. The text comes from the server beside the
 * page, which reads what `--source-path` names.
 */
import type {ListedFunction, ListedLine} from '../../../src/analysis/reports/listing.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {type Child, h} from '../../base/dom.ts';
import {safeText, value} from '../../base/text.ts';
import {type App, currentInput, sampleTypeOf, subjectOf} from '../screen.ts';

const COLUMNS = [sayLater('self'), sayLater('total'), sayLater('line'), sayLater('source')];

/** Longer functions are cut around their most expensive line. */
const MOST_LINES = 400;

/** Each place of the function; nothing where the profile names no file. */
export async function sourceOf(app: App, name: string): Promise<HTMLElement[]> {
  const {state} = app.store;
  const subject = subjectOf(app, state);
  const input = currentInput(app, state);
  const unit = input.sampleTypes[sampleTypeOf(input, state)]?.unit ?? '';
  const listed = await app.client.request<ListedFunction[]>({kind: 'listing', name, ...subject});
  return Promise.all(listed.filter(({file}) => file !== '').map((each) => sourceTable(each, unit)));
}

async function sourceTable(listed: ListedFunction, unit: string): Promise<HTMLElement> {
  const {file} = listed;
  const answer = await fetch(`source/${encodeURIComponent(file)}`);
  const text = answer.ok ? (await answer.text()).split('\n') : undefined;
  const caption =
    text === undefined ? say`${safeText(file)} is not below the folders of --source-path` : safeText(file);
  const known = new Map(listed.lines.map((line) => [line.line, line]));
  return h(
    'table',
    {class: 'source'},
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        COLUMNS.map((word) => h('th', {scope: 'col'}, say(word))),
      ),
    ),
    h(
      'tbody',
      {},
      shownLines(listed, text?.length).map((line) => row(line, known.get(line), text?.[line - 1] ?? '', unit)),
    ),
  );
}

/** Those with a value where there is no text. */
function shownLines({from, lines, to}: ListedFunction, textLines: number | undefined): number[] {
  if (textLines === undefined) return lines.map(({line}) => line);
  const last = Math.min(to, textLines);
  const heaviest = lines.reduce((most, line) => (line.cum > most.cum ? line : most), lines[0]).line;
  const first = last - from < MOST_LINES ? from : Math.max(from, heaviest - MOST_LINES / 2);
  return Array.from({length: Math.max(0, Math.min(last - first + 1, MOST_LINES))}, (_, at) => first + at);
}

function row(line: number, known: ListedLine | undefined, text: string, unit: string): HTMLElement {
  const amount = (number: number): Child => (number === 0 ? '' : value(number, unit));
  return h(
    'tr',
    {class: known === undefined ? '' : 'costs'},
    h('td', {}, amount(known?.flat ?? 0)),
    h('td', {}, amount(known?.cum ?? 0)),
    h('td', {class: 'place'}, String(line)),
    h('td', {}, h('code', {}, safeText(text.replaceAll('\t', '    ')))),
  );
}
