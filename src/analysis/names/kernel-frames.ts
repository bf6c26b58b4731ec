/**
 * Frames of kernel stacks: the scheduler's own stand innermost in every stack of the log, and say nothing.
 */

/** Functions that take a thread off its CPU, and that count a wait for their callers. */
const SCHEDULER =
  /^(?:__)?(?:schedule|switch_to|switch_to_asm|context_switch|io_schedule|io_schedule_timeout|schedule_timeout\w*|schedule_preempt_disabled|preempt_schedule\w*|schedule_hrtimeout\w*|cond_resched|__cond_resched|wait_woken|bit_wait|wait_on_bit\w*|out_of_line_wait_on_bit\w*|freezable_schedule\w*)$/;

/** The frame in which a thread waits: the first that is not the scheduler's. Index into `names`, leaf first. */
export function kernelWaitFrame(names: readonly string[]): number {
  const at = names.findIndex((name) => !SCHEDULER.test(name));
  return at < 0 ? names.length - 1 : at;
}
