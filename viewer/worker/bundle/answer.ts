/**
 * The processes of what was dropped, each with what is wrong with it, as `pprofx analyze` would say of the folder or archive.
 */
import {findOutliers, measureProcess} from '../../../src/analysis/case/replicas.ts';
import {failure, PprofxError} from '../../../src/base/errors.ts';
import {diagnose} from '../../../src/diagnose.ts';
import type {ReadOptions} from '../../../src/formats/format.ts';
import {type Moment, type Placed, shownAt} from '../../../src/incident/moments.ts';
import {type CaseProcess, sortEvidence} from '../../../src/incident/processes.ts';
import {type Finding, urgencyOf} from '../../../src/model/finding.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {BundleMoment, BundlePayload, BundleProcess, BundleRequest} from '../../bundle-payload.ts';
import type {FileBytes} from '../../input-file.ts';
import type {Progress} from '../../protocol.ts';
import {knowledgeFor} from '../knowledge/knowledge.ts';
import {withModules} from '../lazy/missing-module.ts';
import {readInput} from '../loading/read-input.ts';
import {type HeldInventory, takeInventory} from './inventory.ts';
import {since} from './since.ts';

/** Moments of one process that are diagnosed: the last ones. */
const MOST_MOMENTS = 24;

/** @throws UNRECOGNIZED_FORMAT where there is no evidence, and what taking inventory throws */
export async function bundleAnswer(
  {inputs, options}: BundleRequest,
  report: (progress: Progress) => void,
): Promise<BundlePayload> {
  if (options.catalogue !== undefined)
    (await import('../../../src/base/language/catalogue.ts')).useCatalogue(options.catalogue);
  const inventory = await takeInventory(inputs, options.reading, report);
  const {entries, evidence, links, troubles} = inventory;
  const {makers, processes} = sortEvidence(inventory);
  if (processes.length === 0) {
    const [first = ''] = troubles;
    const message = `no profile and no dump among ${entries} entries${first === '' ? '' : `; ${first}`}`;
    throw failure('UNRECOGNIZED_FORMAT', message, {input: inputs.map(({name}) => name).join(', ')});
  }
  report({phase: 'analyze', name: '', doneBytes: 0, totalBytes: 0});
  const bench = new Bench(inventory, options);
  const diagnosed: BundleProcess[] = [];
  for (const process of processes) diagnosed.push(await bench.diagnose(process));
  diagnosed.sort((a, b) => urgency(b.findings[0]) - urgency(a.findings[0]));
  const outliers = findOutliers(diagnosed.map(({group, id, measures}) => ({id, group, measures})));
  const others = Math.max(0, entries - evidence.length);
  return {processes: diagnosed, outliers, makers, profiles: evidence.length, others, links, troubles};
}

/** -1 for no finding. */
function urgency(finding: Finding | undefined): number {
  return finding === undefined ? -1 : urgencyOf(finding.severity);
}

class Bench {
  private readonly inventory: HeldInventory;
  private readonly options: BundleRequest['options'];

  constructor(inventory: HeldInventory, options: BundleRequest['options']) {
    this.inventory = inventory;
    this.options = options;
  }

  /** Each moment; what is shown is the worst of them, the latest of those. */
  async diagnose({collected, group, id, moments, missing}: CaseProcess): Promise<BundleProcess> {
    const lines = [...missing];
    const found = new Map<number, {readonly findings: readonly Finding[]; readonly profiles: readonly Profile[]}>();
    let shown = -1;
    for (const [index, moment] of moments.entries()) {
      if (moments.length - 1 - index >= MOST_MOMENTS) continue;
      const profiles = await this.readAll(shownAt(moment), lines);
      if (profiles.length === 0) continue;
      const residentBytes = index === moments.length - 1 ? collected?.residentBytes : undefined;
      const knowledge = await knowledgeFor(profiles);
      const {findings} = await withModules(() =>
        diagnose(profiles, knowledge, {...this.options, ...(residentBytes === undefined ? {} : {residentBytes})}),
      );
      if (shown < 0 || urgency(findings[0]) >= urgency(found.get(shown)?.findings[0])) shown = index;
      found.set(index, {findings, profiles: index === shown ? profiles : []});
    }
    const {findings = [], profiles = []} = found.get(shown) ?? {};
    return {
      id,
      group,
      findings,
      measures: measureProcess(profiles),
      missing: lines,
      shown,
      moments: moments.map((moment, index) => ({
        ...this.momentOf(moment, index === moments.length - 1 ? collected?.residentBytes : undefined),
        worst: found.get(index)?.findings[0]?.severity,
      })),
    };
  }

  private momentOf(moment: Moment, residentBytes: number | undefined): Omit<BundleMoment, 'worst'> {
    const {from, label} = moment;
    const files = shownAt(moment).map((placed) => this.fileOf(placed, residentBytes));
    // Words that only make it sort stand before: `0 before`, `000000000012`.
    const words = label.split(' ').filter((word) => !/^\d$/.test(word));
    return {label: words.map((word) => word.replace(/^0+(?=t?\d)/i, '')).join(' '), from, files};
  }

  private fileOf({before, evidence}: Placed, residentBytes: number | undefined): FileBytes {
    const base = before === undefined ? undefined : this.bytesOf(before.address);
    return {
      name: evidence.path,
      bytes: this.bytesOf(evidence.address),
      kind: evidence.kind,
      ...(base === undefined ? {} : {base}),
      ...(residentBytes === undefined ? {} : {residentBytes}),
    };
  }

  private bytesOf(address: string): ArrayBuffer {
    return (this.inventory.bytes.get(address) ?? new Uint8Array(0)).buffer;
  }

  private async readAll(shown: readonly Placed[], missing: string[]): Promise<Profile[]> {
    const profiles: Profile[] = [];
    for (const placed of shown) {
      const {evidence} = placed;
      try {
        const happened = await since(await this.read(evidence), this.fileOf(placed, undefined), this.options.reading);
        if (happened.samples.length > 0) profiles.push(happened);
      } catch (error) {
        if (!(error instanceof PprofxError)) throw error;
        missing.push(`${error.at.input ?? evidence.path}: ${error.message}`);
      }
    }
    return profiles;
  }

  private async read({address, path, profile}: Placed['evidence']): Promise<Profile> {
    if (profile !== undefined) return profile;
    const reading: Partial<ReadOptions> = {...this.options.reading};
    return readInput({name: path, bytes: this.bytesOf(address)}, reading, () => undefined);
  }
}
