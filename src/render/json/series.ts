/**
 * `pprofx diff --series --format json`, as the published schema describes it.
 */
import type {Growth, Series, SeriesShape} from '../../analysis/compare/series.ts';
import {exactToJson} from '../../base/int64.ts';
import {seriesSentence} from '../words/series-sentence.ts';
import {jsonName, toJson} from './json.ts';

export function renderSeriesJson(series: Series): string {
  return toJson(seriesObject(series));
}

/** The same before it is text, for reports that hold several. */
export function seriesObject(series: Series): object {
  return {
    schemaVersion: 1,
    verdict: series.growths.length > 0 ? 'worse' : 'unchanged',
    summary: seriesSentence(series),
    sampleType: {...jsonName('type', series.type), ...jsonName('unit', series.unit)},
    wasShuffled: series.wasShuffled,
    hasTimes: series.hasTimes,
    ...(series.perHour === undefined ? {} : {perHour: series.perHour}),
    points: series.points.map(({name, timeNanos, total}) => ({
      ...jsonName('name', name),
      ...(timeNanos === 0n ? {} : {timeNanos: timeNanos.toString()}),
      total: exactToJson(total, 0),
    })),
    growths: series.growths.map(growthJson),
    growing: series.growing.map(shapeJson),
  };
}

function growthJson({at, bound, delta, form, from}: Growth): object {
  return {at, from, delta: exactToJson(delta, 0), bound, form};
}

function shapeJson({growth, values, ...shape}: SeriesShape): object {
  return {
    ...shape,
    values: values.map((value) => exactToJson(value, 0)),
    ...(growth === undefined ? {} : {growth: growthJson(growth)}),
  };
}
