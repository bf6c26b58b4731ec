/**
 * Crowds whose counts agree: layers of one population, such as the reader, the writer and the decoder of each stream.
 *
 * A population is what its outermost layer is: if that one waits for the network or is idle by design, it stands for
 * open connections or the like, and the other layers are not separate leaks.
 */
import type {SignatureIndex} from '../knowledge/signature-match.ts';
import {type BlockedCluster, blockedClusters} from './blocked-clusters.ts';

/** Fewer goroutines than this agree in number by chance. */
const FEWEST = 5;

/** From here on a few may come or go while the dump is written. */
const MANY = 20;

/** Clusters that have as many goroutines as this one, or as each of its groups, give or take 2 %. */
export function otherLayers(cluster: BlockedCluster, signatures: SignatureIndex): BlockedCluster[] {
  const counts = cluster.groups.map(({count}) => count);
  return blockedClusters(cluster.facts, signatures).filter(
    (other) =>
      other !== cluster &&
      (agrees(cluster.count, other.count) ||
        counts.every((count) => other.groups.some((group) => agrees(count, group.count)))),
  );
}

function agrees(count: number, other: number): boolean {
  if (count < FEWEST) return false;
  return Math.abs(other - count) <= (count < MANY ? 0 : Math.max(2, count * 0.02));
}

/** Whether a layer of the population is known to be idle, or is the end of the network for layers that are not. */
export function isOpenPopulation(cluster: BlockedCluster, signatures: SignatureIndex): boolean {
  const isNetwork = cluster.waitClass === 'io';
  return otherLayers(cluster, signatures).some(
    ({idle, waitClass}) => idle !== undefined || (waitClass === 'io') !== isNetwork,
  );
}
