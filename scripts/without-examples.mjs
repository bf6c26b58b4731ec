/**
 * Leaves the examples that prove a signature out of a bundle: tests read those, no program does.
 */
import {CORE_SIGNATURES, FIELD_SIGNATURES} from '../dist/signatures/index.js';

const shown = (signatures) =>
  JSON.stringify(signatures, (key, value) => (key === 'hits' || key === 'misses' ? undefined : value));

export const withoutExamples = {
  name: 'without-examples',
  setup(plugin) {
    plugin.onLoad({filter: /src\/signatures\/index\.ts$/}, () => ({
      contents: `export const CORE_SIGNATURES = ${shown(CORE_SIGNATURES)};
export const FIELD_SIGNATURES = ${shown(FIELD_SIGNATURES)};
export const SIGNATURES = [...FIELD_SIGNATURES, ...CORE_SIGNATURES];`,
    }));
  },
};
