/**
 * What only texts with kernel stacks need, as one module to load.
 */
export {kernelLockup} from '../../../src/detectors/kernel-lockup.ts';
export {kernelWait} from '../../../src/detectors/kernel-wait.ts';
export {kernelStacksFormat} from '../../../src/formats/kernel/index.ts';
export {evidenceIn} from '../../../src/formats/kernel/sniff.ts';
