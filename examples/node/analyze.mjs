/**
 * Ten lines: what is wrong with the process that these profiles are of?
 *
 * usage: node analyze.mjs INPUT…
 */
import {analyze, renderAnalysis} from 'pprofx';
import {readSource} from 'pprofx/node';

const profiles = await Promise.all(process.argv.slice(2).map((input) => readSource(input)));
const analysis = analyze(profiles);
console.log(renderAnalysis(analysis));
for (const {culprit, severity, title} of analysis.findings) console.error(severity, title, culprit.function);
process.exitCode = analysis.findings.some(({severity}) => severity === 'critical') ? 1 : 0;
