/**
 * The registry of questions.
 */
import {hot, retained} from './costs.ts';
import {findings} from './findings.ts';
import {growth} from './growth.ts';
import {leaks} from './leaks.ts';
import {outliers} from './outliers.ts';
import type {Question} from './question.ts';
import {regressions} from './regressions.ts';
import {whoUses} from './who-uses.ts';

export const QUESTIONS: readonly Question[] = [leaks, growth, regressions, hot, retained, outliers, whoUses, findings];
