/**
 * Walking stacks takes the CPU: a profiler that samples too often, tracing, or code that asks for its callers.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.25};

/** By identity name, from Go 1.4 to 1.26. */
const WORK =
  /^runtime\.(?:gentraceback|pcvalue|funcspdelta|readvarint|step|findfunc|callers|Callers\w*|tracebackPCs|tracebackHexdump|pcdatavalue\d*|\(\*unwinder\)\.\w+|\(\*inlineUnwinder\)\.\w+|funcMaxSPDelta|fpTracebackPCs|fpunwindExpand|adjustframe)$/;

/** What keeps the recorded stacks costs little beside the walk. */
const SIGN = 0.01;

/** The collector walks stacks for its own ends. */
const OTHERS = /^runtime\.(?:scanstack|copystack|newstack|adjustframe)$/;

export const stackUnwinding: Detector = {
  id: 'stack-unwinding',
  title: sayLater('Walking stacks takes the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'stack-unwinding',
        pattern: WORK,
        excluded: OTHERS,
        phrase: sayLater('walking stacks'),
        cause: sayLater('Each walk decodes tables for every frame; something asks for stacks very often.'),
        advice: [
          sayLater(
            'Look for what asks: runtime.Caller or Callers in a logger or in errors with stacks, debug.Stack, an execution trace, a profiler.',
          ),
        ],
        causes: [
          {
            pattern: /^runtime\.(?:mProf_Malloc|profilealloc|stkbucket|addspecial|setprofilebucket|mProf_Free)$/,
            least: SIGN,
            phrase: sayLater('recording stacks of allocations'),
            cause: sayLater(
              'The memory profiler samples too many allocations: runtime.MemProfileRate is far below its default of 512 kB.',
            ),
            advice: [
              sayLater(
                'Set runtime.MemProfileRate to its default (524288), or leave it alone; 1 records every allocation.',
              ),
              sayLater('Look for -memprofilerate, GODEBUG=allocfreetrace and profilers that set the rate.'),
            ],
          },
          {
            pattern: /^runtime\.(?:saveblockevent|blockevent|mutexevent|blocksampled|\(\*mLockProfile\)\.\w+)$/,
            least: SIGN,
            phrase: sayLater('recording stacks of waits for locks and channels'),
            cause: sayLater('The block or mutex profiler records too many events.'),
            advice: [
              sayLater(
                'Call runtime.SetBlockProfileRate with 10000 ns or more, runtime.SetMutexProfileFraction with 100 or more.',
              ),
            ],
          },
          {
            pattern: /^runtime\.(?:trace\w*|\(\*trace\w*\)\.\w+|traceLocker\.\w+)$/,
            least: SIGN,
            phrase: sayLater('recording an execution trace'),
            cause: sayLater('A trace records a stack at every event of the scheduler.'),
            advice: [
              sayLater('Stop the trace, or take it for a few seconds only; Go 1.21 and later trace far cheaper.'),
            ],
          },
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
