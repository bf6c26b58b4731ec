/**
 * Turns a cluster of goroutines into the evidence that an on-call engineer needs to check the finding.
 */

import {say, sayLater} from '../../base/language/say.ts';
import {largest, pushAll} from '../../base/lists.ts';
import {formatCount, percent} from '../../base/units.ts';
import type {Evidence} from '../../model/finding.ts';
import {waitPhrase} from '../goroutines/wait-class.ts';
import type {WaitFacts} from '../goroutines/waits.ts';
import type {BlockedCluster} from './blocked-clusters.ts';

export function clusterEvidence(cluster: BlockedCluster): Evidence[] {
  const {census, count, groups, isInferred, waitClass} = cluster;
  const [group] = groups;
  const where = say`${formatCount(count)} of ${formatCount(census.total)}, ${percent(cluster.share)}`;
  const evidence: Evidence[] = [
    {label: sayLater('goroutines'), value: count, unit: 'goroutines', total: census.total, text: where},
    {
      label: sayLater('stack'),
      value: group.count,
      unit: 'goroutines',
      text: say`${group.count === 1 ? say('1 goroutine') : say`${formatCount(group.count)} goroutines`}, ${waitPhrase(waitClass)}${isInferred ? say(' (inferred from the frames)') : ''}`,
      stack: group.names,
    },
  ];
  if (cluster.waits !== undefined) pushAll(evidence, waitEvidence(cluster.waits));
  if (group.createdBy !== '') evidence.push({label: sayLater('created by'), value: group.createdBy});
  return evidence;
}

const SPARKS = '▁▂▃▄▅▆▇█';

export function waitEvidence(waits: WaitFacts): Evidence[] {
  const mark = waits.isEstimated ? '~' : '';
  const ages: Evidence = {
    label: sayLater('waiting'),
    value: waits.max,
    unit: 'minutes',
    least: waits.min,
    text:
      waits.min === waits.max
        ? say`${mark}${minutesText(waits.max)}, at least`
        : say`${mark}${minutesText(waits.min)} to ${minutesText(waits.max)}, median ${minutesText(waits.median)}, at least`,
  };
  if (waits.histogram.length < 2 || waits.trend === 'unknown') return [ages];
  const top = largest(waits.histogram);
  // Time runs to the right, as on every other chart: the oldest come first.
  const counts = waits.histogram.toReversed();
  const spark = counts
    .map((count) => (count === 0 ? ' ' : SPARKS[Math.ceil((count / top) * SPARKS.length) - 1]))
    .join('');
  return [ages, {label: sayLater('arrivals'), value: spark, counts, text: `${spark} ${trendText(waits)}`}];
}

/** One phrase: "still growing, about 675 an hour, since at least 27 min ago". */
export function trendText(waits: WaitFacts): string {
  const rate = rateText(waits.perMinute);
  if (waits.trend === 'growing') {
    const current = waits.min <= 2 ? say('still growing') : say`last one ${minutesText(waits.min)} ago`;
    return say`${current}${rate}, since at least ${minutesText(waits.max)} ago`;
  }
  if (waits.trend === 'stopped') {
    return say`began at least ${minutesText(waits.max)} ago, nothing new for ${minutesText(waits.min)}`;
  }
  if (waits.trend === 'burst') return say`arrived in bursts, the first at least ${minutesText(waits.max)} ago`;
  return say`waiting for at least ${minutesText(waits.max)}`;
}

function rateText(perMinute: number): string {
  if (perMinute <= 0) return '';
  if (perMinute >= 10) return say`, about ${formatCount(perMinute)} a minute`;
  return perMinute * 60 >= 1 ? say`, about ${formatCount(perMinute * 60)} an hour` : '';
}

/** `12 min`, `3 h 20 min`, `4 d 2 h`. */
export function minutesText(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} min`;
  if (whole < 48 * 60)
    return whole % 60 === 0 ? `${Math.floor(whole / 60)} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
  const hours = Math.round(whole / 60);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
