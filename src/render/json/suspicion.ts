/**
 * `pprofx explain --why-not --format json`.
 */
import type {Suspicion} from '../../model/suspicion.ts';
import {jsonName, toJson} from './json.ts';

/** @param matching  how many functions match; more than are explained where the pattern is wide */
export function renderSuspicionsJson(suspicions: readonly Suspicion[], matching: number): string {
  return toJson({
    schemaVersion: 1,
    matching,
    functions: suspicions.map(({function: name, ...rest}) => ({...jsonName('function', name), ...rest})),
  });
}
