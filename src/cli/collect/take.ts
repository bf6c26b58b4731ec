/**
 * Takes the profiles of one process, one request at a time, and says of each what came of it.
 */
import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import type {CollectedProcess, CollectedProfile, CollectFailure} from '../../model/collection.ts';
import {maskedCommandLine} from './command-line.ts';
import type {Endpoint} from './endpoint.ts';
import {type Asked, failureOf, isNoProfile, NO_PROFILE, profilingIsOff} from './failures.ts';
import {storeBody} from './folder.ts';
import {type KindName, type Step, secondLook, stepsFor} from './kinds.ts';
import {type ProcessFacts, processFacts} from './metrics.ts';
import type {ProcessPlan} from './resolve.ts';
import {countSamples} from './sample-count.ts';

export interface TakeOptions {
  readonly kinds: ReadonlySet<KindName>;
  readonly seconds: number;
  readonly twiceSeconds: number | undefined;
  /** Above it no text dump is taken: it stops the process for too long. */
  readonly maxGoroutines: number;
}

/** Where Go cuts a text dump without a word. */
const DUMP_LIMIT = 64 * 2 ** 20;

/** @param folder  of this process, empty */
export async function takeProcess(plan: ProcessPlan, folder: string, options: TakeOptions): Promise<CollectedProcess> {
  const taker = new Taker(plan, folder, options);
  let endpoint: Endpoint;
  try {
    endpoint = await plan.open();
  } catch (error) {
    return taker.unreachable(error);
  }
  try {
    await taker.takeAll(endpoint);
  } finally {
    endpoint.close();
  }
  return taker.result();
}

class Taker {
  private readonly plan: ProcessPlan;
  private readonly folder: string;
  private readonly options: TakeOptions;
  private readonly profiles: CollectedProfile[] = [];
  private facts: ProcessFacts = {};
  private goroutineCount: number | undefined;

  constructor(plan: ProcessPlan, folder: string, options: TakeOptions) {
    this.plan = plan;
    this.folder = folder;
    this.options = options;
  }

  async takeAll(endpoint: Endpoint): Promise<void> {
    const {kinds, seconds, twiceSeconds} = this.options;
    for (const step of stepsFor(kinds, seconds)) {
      await this.take(endpoint, step);
      if (this.isRefused()) return;
    }
    if (twiceSeconds === undefined) return;
    await pause(twiceSeconds * 1000);
    const absent = new Set(this.profiles.flatMap(({isAbsent, kind}) => (isAbsent === true ? [kind] : [])));
    const present = new Set([...kinds].filter((kind) => !absent.has(kind)));
    for (const step of secondLook(present)) await this.take(endpoint, step);
  }

  unreachable(error: unknown): CollectedProcess {
    const failed = failureOf(error, {kind: 'goroutine', path: '', ...this.pod()}, '');
    this.profiles.push({kind: 'all', path: '', takenAt: new Date().toISOString(), millis: 0, failed});
    return this.result();
  }

  result(): CollectedProcess {
    const {id, identity, way} = this.plan;
    const goroutineCount = this.goroutineCount ?? this.facts.goroutineCount;
    return {
      id,
      way,
      ...identity,
      ...this.facts,
      ...(goroutineCount === undefined ? {} : {goroutineCount}),
      profiles: this.withoutAbsentAll(),
    };
  }

  private async take(endpoint: Endpoint, step: Step): Promise<void> {
    if (step.kind === 'stacks' && this.isTooLargeToDump()) return;
    let taken = await this.ask(endpoint, step);
    if (taken.failed?.code === 'busy') {
      await pause(step.seconds * 1000);
      taken = await this.ask(endpoint, step);
    }
    this.profiles.push(taken);
  }

  /** Nothing listens, nobody may ask, or nothing comes: the other requests would end alike, so one stands for all. */
  private isRefused(): boolean {
    const last = this.profiles.at(-1);
    if (last?.failed === undefined || !this.isFinal(last, last.failed.code)) return false;
    this.profiles.splice(-1, 1, {...last, kind: 'all'});
    return true;
  }

  private isFinal({kind}: CollectedProfile, code: string): boolean {
    if (code === 'not-listening') return true;
    // Both may be closed to those who may have profiles.
    if (kind === 'metrics' || kind === 'cmdline') return false;
    return FINAL.has(code) || (code === 'silent' && this.isHanging());
  }

  /** A process that is stopped, or drowns, takes connections and answers none. */
  private isHanging(): boolean {
    const silent = this.profiles.filter(({failed}) => failed?.code === 'silent');
    return silent.length > 1 && this.profiles.every(({file}) => file === undefined);
  }

  private isTooLargeToDump(): boolean {
    const count = this.goroutineCount ?? this.facts.goroutineCount ?? 0;
    const {maxGoroutines} = this.options;
    if (count <= maxGoroutines) return false;
    const reason = `${count} goroutines are more than --max-goroutines ${maxGoroutines}: the dump would stop the process`;
    this.profiles.push({
      kind: 'stacks',
      path: '/debug/pprof/goroutine?debug=2',
      takenAt: new Date().toISOString(),
      millis: 0,
      isAbsent: true,
      note: reason,
    });
    return true;
  }

  private async ask(endpoint: Endpoint, step: Step): Promise<CollectedProfile> {
    const started = Date.now();
    const path = step.kind === 'metrics' ? step.path : `/debug/pprof/${step.path}`;
    const about = (): Pick<CollectedProfile, 'kind' | 'millis' | 'path' | 'takenAt'> => ({
      kind: step.kind,
      path,
      takenAt: new Date(started).toISOString(),
      millis: Date.now() - started,
    });
    try {
      const body = endpoint.get(step);
      const stored = await storeBody(this.folder, step.file, step.kind === 'cmdline' ? withoutSecrets(body) : body);
      if (isNoProfile(step.kind, stored.head)) {
        rmSync(join(this.folder, step.file));
        return {...about(), failed: NO_PROFILE};
      }
      const note = await this.readOrRemove(step, stored.bytes);
      const {bytes, sha256} = stored;
      return {...about(), file: step.file, bytes, sha256, ...(note === undefined ? {} : {note})};
    } catch (error) {
      const failed = failureOf(error, {kind: step.kind, path, ...this.pod()}, endpoint.errors());
      return failed.code === 'absent' ? {...about(), isAbsent: true} : {...about(), failed};
    }
  }

  private async readOrRemove(step: Step, bytes: number): Promise<string | undefined> {
    try {
      return await this.read(step, bytes);
    } catch (error) {
      rmSync(join(this.folder, step.file));
      throw error;
    }
  }

  /** What a file says that the next requests or the reader want to know. */
  private async read(step: Step, bytes: number): Promise<string | undefined> {
    const path = join(this.folder, step.file);
    switch (step.kind) {
      case 'metrics':
        this.facts = processFacts(readFileSync(path, 'utf8'));
        return undefined;
      case 'stacks':
        return bytes === DUMP_LIMIT ? 'cut at 64 MiB by the Go runtime: goroutines are missing' : undefined;
      case 'goroutine':
        this.goroutineCount ??= (await countSamples(path)).total;
        return undefined;
      case 'mutex':
      case 'block':
        return (await countSamples(path)).samples === 0 ? SAMPLING_HINTS[step.kind] : undefined;
      default:
        return undefined;
    }
  }

  private pod(): Pick<Asked, 'pod'> {
    return this.plan.pod === undefined ? {} : {pod: this.plan.pod};
  }

  /** When every profile is missing, profiling is off, and that is one failure instead of many absences. */
  private withoutAbsentAll(): readonly CollectedProfile[] {
    const asked = this.profiles.filter(({kind}) => kind !== 'metrics' && kind !== 'cmdline');
    if (asked.length < 2 || asked.some(({isAbsent}) => isAbsent !== true)) return this.profiles;
    const failed: CollectFailure = profilingIsOff(this.plan.identity.component);
    const [{path, takenAt}] = asked;
    const millis = asked.reduce((sum, each) => sum + each.millis, 0);
    return [...this.profiles.filter((each) => !asked.includes(each)), {kind: 'all', path, takenAt, millis, failed}];
  }
}

const FINAL: ReadonlySet<string> = new Set(['unauthorized', 'forbidden']);

const SAMPLING_HINTS = {
  mutex: 'empty: no contention, or the process does not sample it (runtime.SetMutexProfileFraction)',
  block: 'empty: nothing blocked, or the process does not sample it (runtime.SetBlockProfileRate)',
} as const;

/** A command line is masked before it is written, so that no secret ever lies on the disk. */
async function* withoutSecrets(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  yield Buffer.from(maskedCommandLine(Buffer.concat(chunks).toString('utf8')));
}
