/**
 * Answers to requests that no first screen makes. Each loads what it needs.
 */
import type {FlameRequest} from '../../protocol.ts';
import type {OpenInputs} from '../loading/open.ts';
import type {LaterRequest, Trees} from '../trees.ts';
import {flameWaits, waitTree} from './flame-waits.ts';
import {rawText} from './raw-text.ts';

export async function answerLater(request: LaterRequest, inputs: OpenInputs, trees: Trees): Promise<unknown> {
  switch (request.kind) {
    case 'graph':
    case 'listing':
      return reportAnswer(request, inputs, trees);
    case 'sandwich': {
      const {sandwich} = await import('./sandwich.ts');
      return sandwich(await trees.profile(inputs, request), await trees.tree(inputs, request), request.name);
    }
    case 'goroutines': {
      const {goroutineGroups} = await import('./goroutine-rows.ts');
      return goroutineGroups(inputs.profiles[request.input]);
    }
    case 'flame-waits':
      return waitsOf(inputs, request, trees);
    case 'flame-changes': {
      const {flameChanges} = await import('./compare.ts');
      const other = await trees.profile(inputs, {input: request.base, filters: request.filters});
      const sides = [other, await trees.profile(inputs, request)] as const;
      return flameChanges(sides, await trees.source(inputs, request), await trees.shown(inputs, request), request);
    }
    case 'raw':
      return rawText(inputs.files[request.input], request.offset, request.length);
    case 'svg': {
      const {renderFlameSvg} = await import('../../../src/render/svg/flame.ts');
      const options = {width: 1400, sampleType: request.sampleType};
      return renderFlameSvg(await trees.flameProfile(inputs, request), await trees.shown(inputs, request), options);
    }
    case 'findings-html': {
      const {renderFindingsHtml} = await import('../../../src/render/html/findings.ts');
      const {subject, findings} = (await trees.diagnosis(inputs)).diagnosis;
      return renderFindingsHtml(subject, findings);
    }
    case 'home':
      return (await import('./home.ts')).homeOf(inputs, request.name, trees.tree);
    case 'growth': {
      const {growthOf} = await import('./compare.ts');
      const {after, before, name} = request;
      return growthOf(inputs.profiles[before], inputs.profiles[after], name);
    }
    case 'pprof': {
      const {pprofBytes} = await import('./pprof-bytes.ts');
      return pprofBytes(await trees.profile(inputs, request));
    }
    case 'source':
      return inputs.files[request.input].bytes.slice(0);
  }
}

async function reportAnswer(
  request: Extract<LaterRequest, {kind: 'graph' | 'listing'}>,
  inputs: OpenInputs,
  trees: Trees,
): Promise<unknown> {
  const {callGraph, listing} = await import('./graph.ts');
  const input = inputs.profiles[request.input];
  const profile = await trees.profile(inputs, request);
  return request.kind === 'graph'
    ? callGraph(input, profile, request.sampleType)
    : listing(input, profile, request.sampleType, request.name);
}

async function waitsOf(inputs: OpenInputs, request: FlameRequest, trees: Trees): Promise<Float64Array> {
  const profile = await trees.flameProfile(inputs, request);
  const {creators, filters, input} = request;
  const waits = trees.keep(`waits ${JSON.stringify([input, filters, creators])}`, () => waitTree(profile));
  return flameWaits(await trees.source(inputs, request), waits, await trees.shown(inputs, request), request);
}
