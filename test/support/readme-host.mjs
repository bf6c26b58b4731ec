#!/usr/bin/env node
/**
 * Stands for kubectl and curl while the README's commands run: whatever path of /debug/pprof they ask for, they print
 * the sample of that kind. Asked for anything else, it fails as they would.
 *
 * usage: named kubectl or curl on the PATH, with SAMPLES set to the samples' folder
 */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

const asked = process.argv.slice(2).join(' ');
const sample = (name) => readFileSync(join(process.env.SAMPLES, name));
const dump = () => gunzipSync(sample('deletecollection-leak/goroutine-debug2-before.txt.gz'));

/** A pod, and a node of the same name. */
const LIST = '{"items":[{"metadata":{"name":"web-1","namespace":"shop"},"status":{"phase":"Running"}}]}';
/** `collect` bounds its lists. */
const request = asked.replace(/ --request-timeout=\S+/, '');

function answer() {
  if (/\/debug\/pprof\/heap\b/.test(asked)) return sample('replicaset-flood/heap-before.pb.gz');
  if (/\/debug\/pprof\/profile\b/.test(asked)) return sample('nodeips-hot/cpu-before.pb.gz');
  if (/\/debug\/pprof\/goroutine\?debug=2/.test(asked)) return dump();
  if (/get --raw \/apis\/apps\/v1\/.*\/deployments\/web$/.test(request))
    return '{"spec":{"selector":{"matchLabels":{"app":"web"}}}}';
  if (/get --raw \/api\/v1\/(?:nodes|namespaces\/[a-z-]+\/pods\?)/.test(request)) return LIST;
  if (/\blogs \S+ --previous$/.test(asked)) return dump();
  if (/\bport-forward \S+ \d+$/.test(asked)) return '';
  return undefined;
}

const bytes = answer();
if (bytes === undefined) {
  process.stderr.write(`not a request that the README may make: ${asked}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(bytes);
}
