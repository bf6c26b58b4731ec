/**
 * A printed difference of two profiles: what grew and what shrank, which is all that it says.
 */

import type {ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, LAST_WORD, makeFinding} from '../analysis/evidence/make-finding.ts';
import {isDifference} from '../analysis/names/frame-classes.ts';
import {isCarrier, layerOf} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import {formatValue} from '../base/units.ts';
import type {Finding} from '../model/finding.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

export const tableDifference: Detector = {
  id: 'table-difference',
  title: sayLater('A difference of two profiles: what grew and what shrank'),
  limits: {},
  detect: ({inputs}) => ({
    findings: inputs.filter(({profile}) => isDifference(profile)).flatMap(differenceFinding),
    suppressed: [],
  }),
};

/** Rows reported each way. */
const SHOWN = 3;

function differenceFinding({profile, top}: ProfileFacts): Finding[] {
  const {cum, names} = top(profile.defaultSampleType);
  const {type, unit} = profile.sampleTypes[profile.defaultSampleType];
  const rows = names
    .map((name, row) => ({name, value: cum.values[row]}))
    .filter(({name}) => layerOf(name) !== 'unknown' && !isCarrier(name))
    .sort((a, b) => b.value - a.value);
  const grown = rows.filter(({value}) => value > 0).slice(0, SHOWN);
  const shrunk = rows
    .filter(({value}) => value < 0)
    .reverse()
    .slice(0, SHOWN);
  const [most] = [...grown, ...shrunk];
  if (most === undefined) return [];
  const textOf = ({name, value}: (typeof rows)[number]): string => `${shortName(name)} ${formatValue(value, unit)}`;
  return [
    makeFinding({
      id: 'table-difference',
      severity: 'info',
      evidenceLevel: 'possible',
      title: say`${shortName(most.name)} ${most.value > 0 ? say('grew') : say('shrank')} most, by ${formatValue(Math.abs(most.value), unit)}`,
      why: say`The table is a difference of two profiles (${type}): some rows are below zero. It says what changed, not what is large.`,
      advice: [sayLater('Compare the two profiles themselves, with noise bounds: `pprofx diff BEFORE AFTER`')],
      culprit: culpritOf(most.name, profile),
      evidence: [
        {label: sayLater('grew'), value: grown.map(textOf).join(', ') || say('nothing')},
        {label: sayLater('shrank'), value: shrunk.map(textOf).join(', ') || say('nothing')},
      ],
      weight: 0,
      explains: [`difference:${most.name}`],
      precedence: LAST_WORD,
    }),
  ];
}
