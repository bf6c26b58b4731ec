/**
 * Locks as rows of three nodes: who waits, the lock, who seems to hold it.
 *
 * The first node leaves only the goroutines that wait, the last opens the goroutine that holds.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import {button, h} from '../../base/dom.ts';
import {formatCount, plural, safeText, shownName, waitText} from '../../base/text.ts';
import type {GoroutineLock, GoroutinesPayload} from '../../goroutine-payload.ts';
import {facetKey} from './chips.ts';

/** Past so many locks the graph is folded away. */
const OPEN_LOCKS = 4;

interface LockActions {
  /** Called with the key of the lock's facet. */
  onWaiters(key: string): void;
  onHolder(id: number): void;
}

export function lockGraph({facets, locks}: GoroutinesPayload, actions: LockActions): HTMLElement | undefined {
  if (locks.length === 0) return undefined;
  const facetAt = new Map(facets.filter(({kind}) => kind === 'lock').map((facet) => [facet.text, facet]));
  return h(
    'details',
    {class: 'locks', open: locks.length <= OPEN_LOCKS},
    h('summary', {}, say`Locks: who waits, who seems to hold (${formatCount(locks.length)})`),
    locks.map((lock) => {
      const facet = facetAt.get(lock.address);
      return h(
        'ol',
        {class: 'lock'},
        waiters(lock, facet === undefined ? '' : facetKey(facet), actions),
        node(lock),
        holder(lock, actions),
      );
    }),
  );
}

function waiters({count, longestMinutes, sites}: GoroutineLock, key: string, {onWaiters}: LockActions): HTMLElement {
  const text = say`${formatCount(count)} wait`;
  const age = longestMinutes > 0 ? say` up to ${waitText(longestMinutes)}` : '';
  return h(
    'li',
    {},
    h('b', {}, key === '' ? text : button(text, () => onWaiters(key), {class: 'link'}), age),
    sites.map((site) =>
      h('span', {title: safeText(site.name)}, say`${formatCount(site.count)} in ${shownName(site.name)}`),
    ),
  );
}

function node({address, type}: GoroutineLock): HTMLElement {
  return h(
    'li',
    {},
    h('b', {}, say('lock')),
    h('span', {}, safeText(address)),
    h('span', {}, type === '' ? '' : shownName(type)),
  );
}

function holder({holder: found}: GoroutineLock, {onHolder}: LockActions): HTMLElement {
  if (found === undefined) return h('li', {}, h('b', {}, say('holder unknown')), say('nobody in the dump shows it'));
  const {id, isByAddress, minutes, name, wait} = found;
  const age = minutes > 0 ? `, ${waitText(minutes)}` : '';
  const title = id < 0 ? plural(1, 'goroutine') : button(`goroutine ${id}`, () => onHolder(id), {class: 'link'});
  return h(
    'li',
    {},
    h('b', {}, title),
    h('span', {title: safeText(name)}, say`in ${shownName(name)}`),
    h('span', {}, `${wait}${age}`),
    h('span', {}, say(isByAddress ? sayLater('seems to hold it: same object') : sayLater('may hold it: same type'))),
  );
}
