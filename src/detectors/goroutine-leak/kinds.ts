/**
 * The kinds of goroutine leaks, by what the goroutines wait for; each becomes a detector of its own. Alphabetical.
 */
import {sayLater} from '../../base/language/say.ts';
import type {LeakKind} from './kind.ts';

const COMPARE_LATER = sayLater('Take a second dump in ten minutes and compare: `pprofx diff BEFORE AFTER`');

export const LEAK_KINDS: readonly LeakKind[] = [
  {
    id: 'goroutine-leak-chan-receive',
    title: sayLater('Goroutines pile up receiving from a channel that nobody sends to or closes'),
    classes: ['recv'],
    phrase: sayLater('parked on a channel receive in'),
    cause: sayLater(
      'Nobody sends to the channel or closes it any more, so the goroutine waits for as long as the process lives.',
    ),
    advice: [
      sayLater(
        'Find who should send or close: every path that drops the sender must close the channel or cancel the context.',
      ),
      sayLater('Select on ctx.Done() beside the receive, so that the goroutine ends with its request.'),
      COMPARE_LATER,
    ],
    limits: {
      // Idle workers receive too: a count alone proves nothing, growth does.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 40,
      majority: 500,
      multitude: 10000,
    },
  },
  {
    id: 'goroutine-leak-chan-send',
    title: sayLater('Goroutines are stuck sending on a channel that nobody receives from'),
    classes: ['send'],
    isNeverByDesign: true,
    phrase: sayLater('stuck sending on a channel in'),
    cause: sayLater('The receiver is gone or does not keep up, so the send never completes and the goroutine stays.'),
    advice: [
      sayLater(
        'Find who should receive from this channel and how it can return early (an error, a timeout, a cancelled context).',
      ),
      sayLater('Let the send also watch for the end: select on ctx.Done(), or give the channel room for every sender.'),
      sayLater(
        'Until a fix is out, restart the process before it runs out of memory; nothing else frees the goroutines and what they hold.',
      ),
    ],
    limits: {
      // Nobody parks in a send by design, so a hundred at one place is no accident of timing.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 10,
      majority: 500,
      multitude: 1000,
    },
  },
  {
    id: 'goroutine-leak-cond',
    title: sayLater('Goroutines wait on a sync.Cond that nobody signals'),
    classes: ['cond'],
    phrase: sayLater('stuck in Cond.Wait, called by'),
    cause: sayLater('Nobody signals the condition any more, or the signal came before the wait began.'),
    advice: [
      sayLater('Find who should Signal or Broadcast, and whether it can return early or signal before the wait.'),
      sayLater('Check that shutdown paths broadcast, and that the condition is tested in a loop under the lock.'),
    ],
    limits: {
      // Queues park their workers in Cond.Wait: only growth or a known shape proves a leak.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 40,
      majority: 500,
      multitude: 5000,
    },
  },
  {
    id: 'goroutine-leak-io',
    title: sayLater('Goroutines pile up reading from or writing to peers that do not answer'),
    classes: ['io', 'syscall'],
    isCommonWhenHealthy: true,
    phrase: sayLater('waiting for the network or a system call in'),
    cause: sayLater('The peer does not answer and no deadline ends the wait.'),
    advice: [
      sayLater('Set deadlines: http.Client.Timeout, SetReadDeadline, a context with timeout on every call.'),
      sayLater(
        'Check keep-alive and idle timeouts on both sides; a peer that vanished without a FIN is only noticed by them.',
      ),
      COMPARE_LATER,
    ],
    limits: {
      // Servers hold thousands of quiet connections: the bar is high.
      crowd: 200,
      crowdShare: 0.2,
      longMinutes: 60,
      excerptCrowd: 500,
      majority: 2000,
      multitude: 20000,
    },
  },
  {
    id: 'goroutine-leak-nil-chan',
    title: sayLater('Goroutines wait on a nil channel, which never becomes ready'),
    classes: ['nilchan', 'select-empty'],
    isNeverByDesign: true,
    phrase: sayLater('blocked forever on a nil channel or an empty select in'),
    cause: sayLater(
      'A send to or a receive from a nil channel never completes; the runtime knows no way to wake such a goroutine.',
    ),
    advice: [
      sayLater('Look for the channel that was never made, or was set to nil too early.'),
      sayLater(
        'If the goroutine is meant to wait forever (select {} in main), nothing is wrong; else make the channel before the goroutine starts.',
      ),
    ],
    limits: {
      // Nobody uses a nil channel outside a select on purpose.
      crowd: 10,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 5,
      majority: 500,
      multitude: 1000,
    },
  },
  {
    id: 'goroutine-leak-parked',
    title: sayLater('Goroutines pile up in a wait that the dump does not name'),
    classes: ['other'],
    phrase: sayLater('parked in'),
    cause: sayLater(
      'This form of dump hides whether they send or receive; at one place and in such numbers the other side of the channel is gone.',
    ),
    advice: [
      sayLater(
        'Take the dump as debug=2, which prints states and ages: `curl -s localhost:6060/debug/pprof/goroutine?debug=2 > goroutine.txt`',
      ),
      sayLater(
        'Find the other side of the channel and how it can return early; select on ctx.Done() beside the channel operation.',
      ),
      COMPARE_LATER,
    ],
    limits: {
      // Idle workers receive too: a count alone proves nothing, growth does.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 40,
      majority: 300,
      multitude: 10000,
    },
  },
  {
    id: 'goroutine-leak-select',
    title: sayLater('Goroutines pile up in a select that nothing ends'),
    classes: ['select'],
    phrase: sayLater('parked in a select in'),
    cause: sayLater(
      'None of the cases becomes ready any more: the channels are abandoned and no case watches for the end of the work.',
    ),
    advice: [
      sayLater(
        'Find what should end it: a cancelled context, a closed channel, a Stop or Close that a caller forgets.',
      ),
      sayLater("Add a case for ctx.Done() of the request or the owner's stop channel."),
      COMPARE_LATER,
    ],
    limits: {
      // Watchers and loops live in a select by design: a count alone proves nothing, growth does.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 40,
      majority: 500,
      multitude: 10000,
    },
  },
  {
    id: 'goroutine-leak-semaphore',
    title: sayLater('Goroutines queue for a semaphore that is never released'),
    classes: ['semaphore'],
    isSuspectAlone: true,
    phrase: sayLater('waiting for a semaphore in'),
    cause: sayLater('Whoever holds the semaphore does not give it back.'),
    advice: [sayLater('Find the holders and why they do not return; release in a defer.')],
    limits: {
      // Queues are short while holders make progress.
      crowd: 50,
      crowdShare: 0.1,
      longMinutes: 30,
      excerptCrowd: 10,
      majority: 100,
      multitude: 1000,
    },
  },
  {
    id: 'goroutine-leak-sleep',
    title: sayLater('Crowds of goroutines sleep between retries'),
    classes: ['sleep'],
    twin: sayLater('workers that sleep before they start'),
    phrase: sayLater('asleep in'),
    cause: sayLater('Each is a loop that polls or retries and that nobody ends; new ones keep being started.'),
    advice: [
      sayLater(
        'Start one loop for all, or end each with its owner: wait on a timer and ctx.Done() instead of time.Sleep.',
      ),
      sayLater('Look at who starts them: one a request is a leak.'),
    ],
    limits: {
      // A sleeper a component is normal, and so is one for each of some thousand devices.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 40,
      majority: 500,
      multitude: 5000,
    },
  },
  {
    id: 'goroutine-leak-wait-group',
    title: sayLater('Goroutines wait for a WaitGroup that is never done'),
    classes: ['waitgroup'],
    isSuspectAlone: true,
    phrase: sayLater('stuck in WaitGroup.Wait, called by'),
    cause: sayLater('Some member never calls Done: it is stuck itself, or a path returns without it.'),
    advice: [
      sayLater('Look for the members: goroutines that the same function created, and what they wait for.'),
      sayLater('Call Done in a defer at the top of each member, and Add before it starts.'),
      sayLater('If the waiter holds a lock that members need, release it before Wait.'),
    ],
    limits: {
      // One waiter a request is normal; a hundred at one place are requests that do not end.
      crowd: 100,
      crowdShare: 0.1,
      longMinutes: 60,
      excerptCrowd: 20,
      majority: 200,
      multitude: 2000,
    },
  },
];
