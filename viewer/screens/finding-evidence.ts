/**
 * The evidence of a finding, each piece a link to what carries it: frames, groups of goroutines, rows of the table.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import type {Evidence, Finding} from '../../src/model/finding.ts';
import {button, type Child, h} from '../base/dom.ts';
import {exactly, plural, safeText, value} from '../base/text.ts';
import type {ViewState} from '../state.ts';
import {frameOfCulprit} from './finding-picture.ts';
import {type App, isDump} from './screen.ts';

/** A finding and the inputs that show it by themselves. */
interface Shown {
  readonly finding: Finding;
  readonly seenIn: readonly number[];
}

/** Facts about goroutines that have another unit, or none. */
const OF_GOROUTINES: ReadonlySet<string> = new Set([
  'lock',
  'waiting',
  'arrivals',
  'created by',
  'waits in',
  'suspected holder',
  'holder candidate',
]);

export function evidencePart(app: App, finding: Finding, seenIn: readonly number[]): HTMLElement | undefined {
  if (finding.evidence.length === 0) return undefined;
  const stacks = finding.evidence.filter(({stack}) => stack !== undefined && stack.length > 0);
  return h(
    'details',
    {},
    h('summary', {}, plural(finding.evidence.length, sayLater('piece')) + say(' of evidence')),
    h(
      'dl',
      {class: 'evidence'},
      finding.evidence.flatMap((fact) => [
        h('dt', {}, safeText(say(fact.label))),
        h('dd', {}, linked(evidenceText(fact), wayTo(app, {finding, seenIn}, fact))),
      ]),
    ),
    stacks.map(({stack}) => h('pre', {class: 'stack', tabindex: 0}, (stack ?? []).map(safeText).join('\n'))),
  );
}

/** The view of the flamegraph that is about one function. */
export function flameOf(name: string): Partial<ViewState> {
  return {screen: 'flame', query: exactly(name), name, zoom: -1, mode: 'down'};
}

/** Shows a function in an input, by itself in the one that it has the largest share of. */
export function jump(
  {client, fail, opened, store}: App,
  name: string,
  patch: Partial<ViewState>,
  input = opened.inputs.length === 1 ? 0 : -1,
): void {
  const view = {filters: [], type: '', ...patch};
  if (input >= 0) store.set({...view, input});
  else client.request<number>({kind: 'home', name}).then((home) => store.set({...view, input: home}), fail);
}

/** Shows a frame of a fact's stack in the flamegraph. */
export function showFrame(app: App, shown: Shown, fact: Evidence, name: string): void {
  jump(app, name, flameOf(name), inputOf(app, shown, isWait(fact)));
}

function linked(text: string, onclick: (() => void) | undefined): Child {
  return onclick === undefined ? text : button(text, onclick, {class: 'link'});
}

/** What shows that a fact is so; undefined where no screen does. */
function wayTo(app: App, shown: Shown, fact: Evidence): (() => void) | undefined {
  const {finding} = shown;
  const {label, stack, unit, value: amount} = fact;
  const isOfGoroutines = isWait(fact) || OF_GOROUTINES.has(label);
  const input = inputOf(app, shown, isOfGoroutines);
  if (isOfGoroutines) {
    const chosen = label === 'lock' ? {sharing: `lock ${amount}`, query: ''} : {sharing: '', query: plainly(finding)};
    const view = {screen: 'goroutines', waiting: '', waits: '', ...chosen} as const;
    return input < 0 ? undefined : () => app.store.set({...view, input});
  }
  const carrier =
    stack === undefined ? finding.evidence.find((other) => !isWait(other) && other.stack !== undefined) : fact;
  const frame = carrier?.stack?.[frameOfCulprit(finding, carrier.stack)];
  if (frame === undefined) return undefined;
  if (stack !== undefined) return () => jump(app, frame, flameOf(frame), input);
  const isMeasure = typeof amount === 'number' && unit !== 'frames' && unit !== 'hours';
  const row = {screen: 'table', name: frame, query: '', sort: 'total'} as const;
  return isMeasure ? () => jump(app, frame, row, input) : undefined;
}

function isWait({unit}: Evidence): boolean {
  return unit === 'goroutines';
}

/** A pattern for the goroutines of a finding: plain text, so that no engine has to load. */
function plainly({culprit}: Finding): string {
  return exactly(culprit.function).slice(1, -1);
}

/** The input that a fact is of, -1 where several may be. */
function inputOf({opened: {inputs}}: App, {seenIn}: Shown, isOfGoroutines: boolean): number {
  const candidates = seenIn.length > 0 ? seenIn : [...inputs.keys()];
  const fitting = candidates.filter((input) => isDump(inputs[input]) === isOfGoroutines);
  return isOfGoroutines || fitting.length === 1 ? (fitting[0] ?? -1) : -1;
}

function evidenceText({text, unit, value: amount}: Evidence): string {
  if (text !== undefined) return safeText(text);
  return typeof amount === 'number' ? value(amount, unit ?? 'count') : safeText(amount);
}
