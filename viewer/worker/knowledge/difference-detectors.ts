/**
 * Detectors that look at printed differences of two profiles.
 */
import type {Detector} from '../../../src/detectors/detector.ts';
import {tableDifference} from '../../../src/detectors/table-difference.ts';

export const DIFFERENCE_DETECTORS: readonly Detector[] = [tableDifference];
