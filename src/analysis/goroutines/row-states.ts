/**
 * The state of each goroutine of a profile: as its table has it, or read from the runtime's frames where there is none.
 *
 * A profile in protobuf prints no states but keeps the frames and lines of the runtime; what they say is inferred.
 */
import {NONE} from '../../base/columns.ts';
import type {GoroutineState, Profile} from '../../model/profile.ts';
import {functionName, stackFunctions} from '../../model/profile.ts';
import {inferWait} from '../../model/wait-class.ts';
import {nilChannelStacks} from './nil-channels.ts';

const KNOWN = new WeakMap<Profile, (row: number) => GoroutineState>();

/** The state of a row of SampleTable; its text is '' when unknown. */
export function rowStates(profile: Profile): (row: number) => GoroutineState {
  const known = KNOWN.get(profile) ?? readStates(profile);
  KNOWN.set(profile, known);
  return known;
}

function readStates(profile: Profile): (row: number) => GoroutineState {
  const {goroutines, samples} = profile;
  if (goroutines !== undefined) return (row) => goroutines.states[goroutines.state[row]];
  if (profile.kind !== 'goroutine' && profile.kind !== 'goroutineleak') return () => UNKNOWN;
  const isNilChannel = nilChannelStacks(profile);
  const known = new Map<number, GoroutineState>();
  return (row) => {
    const stack = samples.stack[row];
    const state = known.get(stack) ?? stateOfStack(profile, stack, isNilChannel(stack));
    known.set(stack, state);
    return state;
  };
}

const UNKNOWN: GoroutineState = {text: '', waitClass: 'other', isInferred: true};

function stateOfStack(profile: Profile, stack: number, isNilChannel: boolean): GoroutineState {
  const names = stackFunctions(profile, stack).map((fn) => (fn === NONE ? '' : functionName(profile, fn)));
  const wait = inferWait(names);
  // What runs in the middle of an operation does not wait for it.
  if (wait === undefined || (names[0] !== 'runtime.gopark' && wait.waitClass !== 'syscall')) return UNKNOWN;
  return isNilChannel
    ? {text: `${wait.state} (nil chan)`, waitClass: 'nilchan', isInferred: true}
    : {text: wait.state, waitClass: wait.waitClass, isInferred: true};
}
