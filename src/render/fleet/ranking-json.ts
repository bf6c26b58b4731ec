/**
 * The ranking of a fleet as JSON; `schema/fleet.json` describes it.
 */
import type {Fleet, FleetRow} from '../../analysis/fleet/fleet-ranking.ts';
import {jsonName, toJson} from '../json/json.ts';

/** @param unread  what could not be read, a line each */
export function renderFleetJson(
  fleet: Fleet,
  ownerOf: ((row: FleetRow) => string) | undefined,
  unread: readonly string[],
): string {
  const {by, groups, limits, otherKinds, profiles} = fleet;
  return toJson({
    schemaVersion: 1,
    by,
    limits,
    profiles,
    otherKinds,
    groups,
    rows: fleet.rows.map(({group, function: name, waitClass, ...row}) => ({
      ...jsonName('function', name),
      ...(waitClass === undefined ? {} : {waitClass}),
      labels: Object.fromEntries(by.map((label, i) => [label, group[i]])),
      ...(ownerOf === undefined ? {} : {owner: ownerOf({group, function: name, waitClass, ...row})}),
      ...row,
    })),
    unread,
  });
}
