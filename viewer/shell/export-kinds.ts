/**
 * What can be exported, in the order of the menu. How is export-menu.ts's, which loads when something is.
 */
export type ExportKind = 'svg' | 'png' | 'pprof' | 'source' | 'html';

export const EXPORTS: readonly (readonly [ExportKind, string])[] = [
  ['svg', 'SVG picture'],
  ['png', 'PNG of the current view'],
  ['pprof', 'pprof with the filters applied'],
  ['source', 'the input file'],
  ['html', 'one HTML page'],
];
