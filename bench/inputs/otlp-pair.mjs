/**
 * Writes the same samples as pprof and as OpenTelemetry profiles (OTLP): one sample type, labels, none folded.
 *
 * usage: node bench/inputs/otlp-pair.mjs SAMPLES OUT.pb OUT.otlp
 *
 * Stacks and labels are those of a synthetic profile, in an order without runs. Needs a build: the writers are ours.
 */
import {writeFileSync} from 'node:fs';
import {readProfile} from '../../dist/read.js';
import {encodeOtlp} from '../../dist/render/exchange/otlp.js';
import {encodePprof} from '../../dist/render/exchange/pprof.js';
import {syntheticProfile} from './synthetic-profile.mjs';

/** A prime: every row comes before one comes again. */
const STEP = 7919;

const [count, pprofPath, otlpPath] = [Number(process.argv[2]), ...process.argv.slice(3)];
const profile = readProfile(Buffer.concat([...syntheticProfile({samples: count, labels: true})]), {keepLabels: true});
const {samples} = profile;
const repeated = (column) => Int32Array.from({length: count}, (_, at) => column[(at * STEP) % samples.length]);
const same = {
  ...profile,
  sampleTypes: profile.sampleTypes.slice(-1),
  defaultSampleType: 0,
  samples: {
    length: count,
    stack: repeated(samples.stack),
    labels: repeated(samples.labels),
    values: [Float64Array.from({length: count}, (_, at) => 1 + (at % 5000))],
    residues: [undefined],
  },
};
writeFileSync(pprofPath, encodePprof(same));
writeFileSync(otlpPath, encodeOtlp(same));
