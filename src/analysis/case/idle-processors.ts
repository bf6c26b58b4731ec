/**
 * Samples of processors that had nothing to do: `perf record -a` takes them all the same, as the kernel's task `swapper`.
 *
 * They stay in tables and pictures, as perf report keeps them; the diagnosis asks what costs time, and looks at the others.
 */
import {NONE} from '../../base/columns.ts';
import {say} from '../../base/language/say.ts';
import {formatValue} from '../../base/units.ts';
import {functionName, type Profile, type Warning} from '../../model/profile.ts';

/** Functions in which a processor waits for work: those that perf top hides, and what the idle loop calls since. */
const IDLE =
  /^(?:acpi_(?:idle_(?:do_entry|enter)|processor_ffh_cstate_enter|safe_halt)|arch_cpu_idle|cpu_do_idle|call_cpuidle|cpu_idle(?:_poll)?|cpu_startup_entry|cpuidle_(?:enter(?:_state)?|idle_call)|(?:default|do|enter|exit|poll|psw|mwait|intel)_idle(?:_\w+)?(?:\.constprop\.0)?|idle_cpu|(?:pv_)?native_safe_halt|pseries_dedicated_idle_sleep)$/;

/**
 * A CPU profile without what idle processors took, and with a warning of how much that was; the profile itself where there
 * was none. Interrupts that came meanwhile are work.
 */
export function withoutIdleProcessors(profile: Profile): Profile {
  const {functions, kind, locations, samples, stacks, warnings} = profile;
  if (kind !== 'cpu') return profile;
  const isIdle = Uint8Array.from(functions.name, (_, row) => (IDLE.test(functionName(profile, row)) ? 1 : 0));
  if (!isIdle.includes(1)) return profile;
  const isKept = (row: number): boolean => {
    const stack = samples.stack[row];
    if (stack === NONE) return true;
    const location = stacks.location[stack];
    const start = locations.lineStart[location];
    return start === locations.lineStart[location + 1] || isIdle[locations.lineFunction[start]] !== 1;
  };
  const keptOf = (column: Float64Array): Float64Array => column.map((value, row) => (isKept(row) ? value : 0));
  const values = samples.values.map(keptOf);
  const residues = samples.residues.map((column) => (column === undefined ? undefined : keptOf(column)));
  const busy = {...profile, samples: {...samples, values, residues}};
  return {...busy, warnings: [...warnings, ...idleWarning(profile, busy)]};
}

function idleWarning(profile: Profile, busy: Profile): Warning[] {
  const {defaultSampleType: type, sampleTypes} = profile;
  const total = sum(profile.samples.values[type]);
  const idle = total - sum(busy.samples.values[type]);
  if (!(idle > 0)) return [];
  const {unit} = sampleTypes[type];
  const message = say`${formatValue(idle, unit)} of ${formatValue(total, unit)} are samples of idle processors (swapper), which are no work: the diagnosis sets them aside`;
  return [{code: 'IDLE_PROCESSORS', message}];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
