/**
 * What stands on a frame: as much of the name as fits, the telling end first.
 */

import {safeText} from '../../base/safe-text.ts';
import {parseSymbol, shortName} from '../../model/symbol.ts';

/** The name in falling length: `cache.(*Reflector).List`, `Reflector.List`, `List`; all safe to print. */
export function frameLabels(name: string): readonly string[] {
  const short = safeText(shortName(name));
  const symbol = parseSymbol(name);
  if (symbol.package === '') return [short];
  const own = symbol.closure === '' ? symbol.function : `${symbol.function}.${symbol.closure}`;
  const method = symbol.receiver === '' ? own : `${symbol.receiver}.${own}`;
  return [short, safeText(method), safeText(own)];
}

/** ` ×9`, where calls of one function in a row were folded; '' for a single call. */
export function repeatText(repeats: number): string {
  return repeats > 1 ? ` ×${repeats}` : '';
}

/** The longest label of at most `maxChars`; the shortest one when none fits. */
export function fittingLabel(labels: readonly string[], maxChars: number): string {
  return labels.find((label) => label.length <= maxChars) ?? labels[labels.length - 1];
}
