/**
 * What answers share of the open inputs. Types only.
 */
import type {FlameTree} from '../../src/analysis/tree/flame-tree.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import type {FlameRequest, Request, Subject} from '../protocol.ts';
import type {OpenInputs} from './loading/open.ts';
import type {diagnoseInputs} from './requests/diagnosis.ts';

/** Requests whose answers load when they are asked for. */
export type LaterRequest = Exclude<
  Request,
  {kind: 'open' | 'bundle' | 'preload' | 'preview' | 'match' | 'flame' | 'compare' | 'diagnose' | 'table' | 'labels'}
>;

/** What is made of the open inputs, at most once; for answers whose code loads when they are asked for. */
export interface Trees {
  keep<T>(key: string, make: () => T): T;
  profile(inputs: OpenInputs, subject: Pick<Subject, 'filters' | 'input'>): Promise<Profile>;
  /** What a flamegraph shows: with who started goroutines above their stacks. */
  flameProfile(inputs: OpenInputs, request: FlameRequest): Promise<Profile>;
  tree(inputs: OpenInputs, subject: Subject): Promise<CallTree>;
  /** The tree of all stacks, of functions or of packages. */
  source(inputs: OpenInputs, request: FlameRequest): Promise<CallTree>;
  shown(inputs: OpenInputs, request: FlameRequest): Promise<FlameTree>;
  diagnosis(inputs: OpenInputs): ReturnType<typeof diagnoseInputs>;
}
