/**
 * What is known of waits in the kernel, causes before consequences.
 */
import type {Signature} from '../../model/signature.ts';
import {KERNEL_IDLE} from './idle.ts';
import {PROCESSES} from './processes.ts';
import {RESOURCES} from './resources.ts';
import {STORAGE} from './storage.ts';

export const KERNEL: readonly Signature[] = [...STORAGE, ...PROCESSES, ...RESOURCES, ...KERNEL_IDLE];
