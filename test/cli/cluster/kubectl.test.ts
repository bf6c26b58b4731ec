/**
 * The words of newer kubectls and of clouds, from programs that print them: which hint each gets.
 */
import {chmodSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Kubectl} from '../../../src/cli/cluster/kubectl.ts';

function saying(words: string): Kubectl {
  const kubectl = join(mkdtempSync(join(tmpdir(), 'kubectl-')), 'kubectl');
  writeFileSync(kubectl, `#!/bin/sh\ncat >&2 <<'END'\n${words}\nEND\nexit 1\n`);
  chmodSync(kubectl, 0o755);
  return new Kubectl({kubectl, context: undefined, kubeconfig: undefined});
}

describe('a kubectl that fails', () => {
  it.each<[string, string, RegExp]>([
    [
      "E1128 memcache.go:265] couldn't get current server API group list\nUnable to connect to the server: dial tcp: lookup api.example on 10.0.0.2:53: no such host",
      'Unable to connect to the server',
      /^is the cluster reachable/,
    ],
    [
      'Unable to connect to the server: dial tcp 10.0.0.1:6443: i/o timeout',
      'i/o timeout',
      /^is the cluster reachable/,
    ],
    [
      'Unable to connect to the server: net/http: TLS handshake timeout',
      'TLS handshake timeout',
      /^is the cluster reachable/,
    ],
    [
      'Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
      'has expired',
      /does not trust this API server/,
    ],
    ['error: You must be logged in to the server (Unauthorized)', 'logged in', /^log in as you do for kubectl$/],
    [
      'Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255',
      'exec',
      /^log in as you do/,
    ],
    ['error: context "prod" does not exist', 'prod', /^choose a cluster with --context/],
    [
      'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods"',
      'User "eve"',
      /^allow get and list on pods and nodes/,
    ],
  ])('%s', async (words, said, hint) => {
    await expect(saying(words).getJson('/api/v1/pods')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining(said),
      hint: expect.stringMatching(hint),
    });
  });
});
