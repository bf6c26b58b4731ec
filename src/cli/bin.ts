#!/usr/bin/env node
/** The executable: hands the command line to `main` and its result to the process. */
import {main} from './main.ts';

process.exitCode = await main(process.argv.slice(2));
