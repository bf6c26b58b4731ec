/**
 * The moments of a series: which of them are open is part of the address, so that links and Back open them again.
 */
import type {PageSeries} from '../src/render/html/page-series.ts';
import type {InputFile} from './input-file.ts';
import {canCompare, isReport} from './inputs.ts';
import type {Screen} from './state.ts';

/** What is open, out of a series. */
export interface Moments {
  readonly process: string;
  /** Of each moment only this; '' for all there is. */
  readonly kind: 'goroutine' | 'heap' | '';
  readonly names: readonly string[];
}

/** Folders and archives that were dropped; their code is in bundle/. */
export interface OpenBundle {
  /** Its processes. */
  list(): HTMLElement;
  /** What an address names of it. */
  files(shown: string): readonly InputFile[];
  /** The way back from a process to the list. */
  crumb(): HTMLElement;
}

let known: PageSeries | undefined;
let bundle: OpenBundle | undefined;

export function holdBundle(opened: OpenBundle | undefined): void {
  bundle = opened;
}

export function openedBundle(): OpenBundle | undefined {
  return bundle;
}

/** What the page was served with, undefined for inputs of one moment. */
export function pageSeries(): PageSeries | undefined {
  const text = document.getElementById('pprofx-series')?.textContent;
  if (known === undefined && text != null) known = JSON.parse(text) as PageSeries;
  return known;
}

/** Whether the page has what a screen needs: not every page has a series, and reports leave out code. */
export function hasScreen(screen: Screen): boolean {
  if (screen === 'graph') return !isReport();
  if (screen === 'compare') return canCompare();
  return screen !== 'series' || pageSeries() !== undefined;
}

/** As `ViewState.shown` holds it. Neither kinds, nor names of moments, nor those of processes hold blanks. */
export function shownText({kind, names, process}: Moments): string {
  return [process, kind === '' ? 'all' : kind, ...names].join(' ');
}

/** Files of the moments that an address names; empty where it names none, or none that is here. */
export function momentFiles(shown: string): readonly InputFile[] {
  if (bundle !== undefined) return bundle.files(shown);
  const [id, kind, ...names] = shown.split(' ');
  const moments = pageSeries()?.processes.find((process) => process.id === id)?.moments ?? [];
  return names.flatMap((wanted) => {
    const files = moments.find(({name}) => name === wanted)?.files ?? [];
    return kind === 'all' ? files : files.filter((file) => file.kind === kind);
  });
}
