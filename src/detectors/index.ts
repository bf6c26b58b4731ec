/**
 * The registry of detectors, alphabetical.
 */
import type {Detector} from './detector.ts';
import {goroutineLeakChanSend} from './goroutine-leak-chan-send.ts';
import {heapDeserialization} from './heap-deserialization.ts';
import {hotFunction} from './hot-function.ts';
import {retainedByGoroutines} from './retained-by-goroutines.ts';

export const DETECTORS: readonly Detector[] = [
  goroutineLeakChanSend,
  heapDeserialization,
  hotFunction,
  retainedByGoroutines,
];
