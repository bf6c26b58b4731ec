/**
 * The registry of stores.
 */
import {parca} from './parca.ts';
import {pyroscope} from './pyroscope.ts';
import type {Store} from './store-query.ts';

export const STORES: ReadonlyMap<string, Store> = new Map([
  ['pyroscope', pyroscope],
  ['parca', parca],
]);
