/**
 * How urgent a finding is: a shape and a word besides the colour.
 */
import {sayLater} from '../../src/base/language/say.ts';
import type {Severity} from '../../src/model/finding.ts';

export const SEVERITY: Readonly<Record<Severity, {readonly icon: string; readonly word: string}>> = {
  critical: {icon: '◆', word: sayLater('Critical')},
  warning: {icon: '▲', word: sayLater('Warning')},
  info: {icon: '●', word: sayLater('Info')},
};
