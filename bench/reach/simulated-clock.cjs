/**
 * A clock that does not wait, for `node --require` before `pprofx watch`: a pause of a second or more is over at once, and
 * all clocks are ahead by it. What takes time itself takes it.
 */
const timers = require('node:timers/promises');
const {syncBuiltinESMExports} = require('node:module');

const SHORTEST_MILLIS = 1000;
const RealDate = Date;
const realNow = performance.now.bind(performance);
const realPause = timers.setTimeout;
let ahead = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + ahead] : args));
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
performance.now = () => realNow() + ahead;
timers.setTimeout = (millis, ...rest) => {
  if (millis < SHORTEST_MILLIS) return realPause(millis, ...rest);
  ahead += millis;
  return realPause(0, ...rest);
};
syncBuiltinESMExports();
