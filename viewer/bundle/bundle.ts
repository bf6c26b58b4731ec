/**
 * Opens folders and archives: a list of their processes, the worst first, and the page of each.
 */
import {say} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';
import {keepDropped} from '../base/settings.ts';
import {safeText} from '../base/text.ts';
import type {BundlePayload, DroppedInput} from '../bundle-payload.ts';
import type {Client} from '../client.ts';
import type {InputFile} from '../input-file.ts';
import {pageOptions} from '../inputs.ts';
import {holdBundle} from '../moments.ts';
import {ProgressCard} from '../shell/start.ts';
import {FIRST_STATE, type Store} from '../state.ts';
import {processList} from './process-list.ts';

export {archivesAmong, chosenFolder, droppedInputs} from './dropped.ts';

/** What it asks of the page around it. */
export interface BundlePage {
  readonly client: Client;
  readonly store: Store;
  readonly show: (element: HTMLElement) => void;
  /** Shows what the address names. */
  readonly open: () => void;
}

/** @throws RequestFailure */
export async function openBundle(
  dropped: readonly DroppedInput[] | Promise<readonly DroppedInput[]>,
  page: BundlePage,
): Promise<void> {
  const inputs = await dropped;
  const {client, store} = page;
  const progress = new ProgressCard(() => client.cancel());
  page.show(progress.element);
  const payload = await client.request<BundlePayload>({kind: 'bundle', inputs, options: pageOptions()}, (part) =>
    progress.show(part),
  );
  const title = inputs.map(({name}) => safeText(name)).join(', ');
  holdBundle({
    list: () => {
      document.title = `${say('Processes')} · ${title} · pprofx`;
      return processList(payload, title, (shown, screen) => store.set({...FIRST_STATE, screen, shown}));
    },
    files: (shown) => filesOf(payload, shown),
    crumb: () => crumb(payload, store),
  });
  keepDropped(inputs.map(({name}) => name));
  const [only] = payload.processes;
  const isPlain = payload.processes.length === 1 && only.missing.length === 0 && payload.troubles.length === 0;
  const shown = isPlain && only.moments.length === 1 && only.shown >= 0 ? 'bundle 0 all 0' : '';
  store.set({...FIRST_STATE, shown}, true);
  page.open();
}

/** `bundle PROCESS KIND MOMENT…`, all but the kind as their places. */
function filesOf({processes}: BundlePayload, shown: string): readonly InputFile[] {
  const [, process = '', kind, ...moments] = shown.split(' ');
  return moments.flatMap((moment) => {
    const files = processes[Number(process)]?.moments[Number(moment)]?.files ?? [];
    return kind === 'all' ? files : files.filter((file) => file.kind === kind);
  });
}

/** The way back to the list. */
function crumb({processes}: BundlePayload, store: Store): HTMLElement {
  const [, process = ''] = store.state.shown.split(' ');
  const name = safeText(processes[Number(process)]?.id ?? '');
  return h(
    'span',
    {class: 'process-crumb'},
    button(`‹ ${say('All processes')}`, () => store.set({...FIRST_STATE})),
    h('strong', {title: name}, name),
  );
}
