/**
 * The Dockerfile and the manifests of docs/container.md, as far as they can be held without a registry.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {DockerfileParser} from 'dockerfile-ast';
import {validate} from 'dockerfile-utils';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {kubectlMinor} from './support/kubectl.ts';

const text = readFileSync('Dockerfile', 'utf8');
const page = readFileSync('docs/container.md', 'utf8');
const manifests = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml);
const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};

describe('the Dockerfile', () => {
  const lines = DockerfileParser.parse(text)
    .getInstructions()
    .map((each) => [each.getKeyword(), each.getArgumentsContent() ?? ''] as const);
  const last = (keyword: string): string | undefined => lines.findLast(([name]) => name === keyword)?.[1];

  it('is one that a parser of Dockerfiles finds nothing wrong with', () => {
    expect(validate(text).map(({message, range}) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('ends as a user that is not root, with pprofx as its program and kubectl inside', () => {
    expect(last('FROM')).toMatch(/^node:20-/);
    expect(last('USER')).toBe('65532:65532');
    expect(last('ENTRYPOINT')).toBe('["pprofx"]');
    expect(text).toContain('kubernetes-client');
    expect(last('LABEL')).toContain(`"${version}"`);
  });

  it('takes nothing from the network but packages', () => {
    expect(
      lines.filter(([keyword, content]) => keyword === 'ADD' || /\b(?:curl|wget)\b|https?:/.test(content)),
    ).toEqual([]);
  });
});

/** Before 1.21 kubectl knows CronJobs by the name that they had in beta; their fields are the same. */
function asKubectlKnows(yaml: string): string {
  return kubectlMinor() < 21 ? yaml.replace(/^apiVersion: batch\/v1$/m, 'apiVersion: batch/v1beta1') : yaml;
}

describe('the manifests of docs/container.md', () => {
  it.each(manifests.map((yaml) => [(parse(yaml) as {kind: string}).kind, yaml]))(
    'kubectl knows every field of the %s',
    (_, text) => {
      const yaml = asKubectlKnows(text);
      // --local asks no server: it decodes with the types that are built into kubectl, and drops what they do not have.
      const args = ['set', 'serviceaccount', '--local', '-f', '-', '-o', 'json', 'pprofx'];
      const decoded: unknown = JSON.parse(execFileSync('kubectl', args, {input: yaml, encoding: 'utf8'}));
      expect(decoded).toMatchObject(parse(yaml) as object);
    },
  );

  it('run on a read-only root, as a user that is not root, without capabilities', () => {
    expect(manifests.length).toBe(2);
    for (const yaml of manifests) {
      expect(yaml).toMatch(/readOnlyRootFilesystem: true\n +runAsNonRoot: true\n +capabilities: \{drop: \[ALL\]\}/);
      expect(yaml).toContain(`pprofx:${version}`);
    }
  });
});
