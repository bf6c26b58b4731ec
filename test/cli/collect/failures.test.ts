/**
 * What is said when a profile cannot be had: every row of the table, in the words of servers and of kubectl.
 */
import {describe, expect, it} from 'vitest';
import {failure} from '../../../src/base/errors.ts';
import {type Asked, failureOf, isNoProfile, profilingIsOff} from '../../../src/cli/collect/failures.ts';
import type {KindName} from '../../../src/cli/collect/kinds.ts';

const POD = {name: 'web-1', port: 6060, declaredPorts: [8080]};
const asked = (kind: KindName, pod?: Asked['pod']): Asked => ({
  kind,
  path: `/debug/pprof/${kind}`,
  ...(pod === undefined ? {} : {pod}),
});
const said = (text: string, about: Asked, words = ''): string => {
  const {code, hint, reason} = failureOf(failure('NETWORK', text), about, words);
  return [code, reason, ...(hint === undefined ? [] : [hint])].join(' | ');
};

describe('failureOf', () => {
  it.each<[string, Asked, string, RegExp]>([
    [
      'the server answered 500: Could not enable CPU profiling: cpu profiling already in use',
      asked('cpu'),
      '',
      /^busy \| another CPU profile is running in this process; only one can$/,
    ],
    [
      'kubectl: Error from server (InternalError): an error on the server ("Could not enable CPU profiling: cpu profiling already in use") has prevented the request from succeeding',
      asked('cpu'),
      '',
      /^busy \|/,
    ],
    [
      "the server answered 400: profile duration exceeds server's WriteTimeout",
      asked('cpu'),
      '',
      /^write-timeout \| the server ends answers after its WriteTimeout \| use fewer --seconds$/,
    ],
    [
      'the connection was reset (ECONNRESET)',
      asked('heap', POD),
      'E1127 an error occurred forwarding 1 -> 6060: dial tcp4 127.0.0.1:6060: connect: connection refused',
      /^not-listening \| nothing listens on port 6060 in web-1 \| its containers declare 8080$/,
    ],
    [
      'cannot fetch (EPIPE)',
      asked('heap', {...POD, declaredPorts: []}),
      'connection refused',
      /\| its containers declare no ports$/,
    ],
    ['cannot fetch (ECONNREFUSED)', asked('heap'), '', /^not-listening \| nothing listens there/],
    [
      'kubectl: Error from server (Forbidden): forbidden: User "eve" cannot get path "/debug/pprof/heap"',
      asked('heap'),
      '',
      /^forbidden \| eve may not get \/debug\/pprof\/heap \| allow get on nonResourceURLs/,
    ],
    ['the server answered 403', asked('heap'), '', /^forbidden \| you may not get/],
    ['the server answered 401 Unauthorized', asked('heap'), '', /^unauthorized \|.*--header @FILE.*--show-identity$/],
    [
      'the server asks for a client certificate that it trusts (ERR)',
      asked('heap'),
      '',
      /^unauthorized \|.*--cert FILE and --key FILE$/,
    ],
    [
      'the server answered 404: Unknown profile',
      asked('goroutineleak'),
      '',
      /^absent \| this process has no goroutineleak$/,
    ],
    [
      'kubectl: Error from server (NotFound): the server could not find the requested resource',
      asked('goroutineleak'),
      '',
      /^absent \|/,
    ],
    ['the connection was reset (ECONNRESET)', asked('cpu'), '', /^broken \|.*after 60 s; try --seconds 50$/],
    ['kubectl: error: unexpected EOF', asked('heap'), '', /^broken \| the connection was reset$/],
    ['not finished within 45 s', asked('cpu'), '', /^silent \| not finished within 45 s$/],
    ['the server sends more than 5 bytes', asked('heap'), '', /^too-large \|.*raise it with --max-bytes$/],
    [
      'a redirect to another host: http://user:canary@elsewhere/?token=canary',
      asked('heap'),
      '',
      /^redirect \| the answer is a redirect to another host: http:\/\/\*\*\*@elsewhere\/\?token=\*\*\* \| nothing was sent there/,
    ],
  ])('%s', (text, about, words, expected) => {
    expect(said(text, about, words)).toMatch(expected);
  });

  it('a full disk is no matter of one profile', () => {
    expect(() => failureOf(failure('WRITE_FAILED', 'cannot write'), asked('heap'), '')).toThrow('cannot write');
  });
});

describe('profilingIsOff', () => {
  it.each<[string | undefined, RegExp]>([
    ['kube-apiserver', /remove --profiling=false/],
    ['kube-controller-manager', /remove --profiling=false/],
    ['kube-scheduler', /enableProfiling: true/],
    ['kube-proxy', /enableProfiling: true/],
    ['kubelet', /enableProfilingHandler: true/],
    ['etcd', /--enable-pprof/],
    [undefined, /import net\/http\/pprof/],
  ])('%s: how to turn it on', (component, expected) => {
    expect(profilingIsOff(component)).toMatchObject({code: 'off', hint: expect.stringMatching(expected)});
  });
});

describe('isNoProfile', () => {
  it.each<[KindName, string, boolean]>([
    ['heap', '<!doctype html>', true],
    ['heap', 'log in first', true],
    ['heap', '\x1f\x8b\x08', false],
    ['stacks', '<html>', true],
    ['stacks', 'goroutine 1 [running]:', false],
    ['trace', 'go 1.19 trace\0', false],
    ['trace', 'log in first', true],
    ['metrics', '\n<html>', true],
    ['metrics', '# HELP go_info', false],
  ])('%s that begins with %j: %s', (kind, text, expected) => {
    expect(isNoProfile(kind, Buffer.from(text, 'latin1'))).toBe(expected);
  });
});
