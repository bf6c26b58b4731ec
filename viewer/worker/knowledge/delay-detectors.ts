/**
 * Detectors that look at mutex and block profiles.
 */
import type {Detector} from '../../../src/detectors/detector.ts';
import {lockContention} from '../../../src/detectors/lock-contention.ts';

export const DELAY_DETECTORS: readonly Detector[] = [lockContention];
