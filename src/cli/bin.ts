#!/usr/bin/env node
/** The executable: hands the command line to `main` and its result to the process. */
import {setFlagsFromString} from 'node:v8';
import {main} from './main.ts';

// Inflated chunks are garbage at once. A nursery that does not grow collects them early: 150 → 116 MB at the peak on a
// million samples, for no measurable time.
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await main(process.argv.slice(2));
