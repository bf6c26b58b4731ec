/**
 * The registry of detectors, alphabetical.
 */
import type {Detector} from './detector.ts';

export const DETECTORS: readonly Detector[] = [];
