/**
 * The process of cli.ts for many command lines in one environment: JSON of them as its argument, JSON of the results as
 * its output.
 */
import {captured} from './cli-capture.mjs';

const results = [];
for (const args of JSON.parse(process.argv[2])) results.push(await captured(args));
process.stdout.write(JSON.stringify(results));
