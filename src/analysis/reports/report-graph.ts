/**
 * The graph of a report, trimmed as its settings say, and the unit that fits its values.
 *
 * Trimming a graph means building it again without the frames that go, so that calls across them are seen; trimming a
 * call tree moves edges.
 */
import {scale} from '../../base/units.ts';
import {type FrameNames, frameNames} from '../names/frame-names.ts';
import {cumValue, flatValue, type Graph} from './graph.ts';
import {buildCallTreeGraph, buildGraph, withInlinedCalls, withTags} from './graph-build.ts';
import {sortNodes} from './graph-order.ts';
import {collectTags} from './graph-tags.ts';
import {dropLightEdges, dropLightTags, dropRedundantEdges, firstNodes, heavyNodes, trimTree} from './graph-trim.ts';
import {type Report, ratioed} from './report.ts';

export interface TrimmedGraph {
  readonly graph: Graph;
  /** Nodes before only the first were taken. */
  readonly originalCount: number;
  /** Nodes and edges below the cutoffs. */
  readonly droppedNodes: number;
  readonly droppedEdges: number;
  /** What --unit=minimum came to. */
  readonly unit: string;
  /** Σ flat of the nodes shown. */
  readonly shown: number;
}

/** The whole graph of a report, untrimmed and unsorted. */
export function fullGraph(report: Report): Graph {
  return new GraphSource(report).whole();
}

export function trimmedGraph(report: Report): TrimmedGraph {
  const {kind, settings} = report;
  const isPicture = kind === 'dot';
  const order = isPicture ? 'entropy' : settings.sort;
  const source = new GraphSource(report);
  let graph = source.weighed();
  const total = graph.nodes.reduce((sum, node) => sum + graph.flat.values[node], 0);
  const nodeCutoff = Math.abs(Math.trunc(total * settings.nodeFraction));
  const edgeCutoff = Math.abs(Math.trunc(total * settings.edgeFraction));
  const heavy = heavyNodes(graph, nodeCutoff);
  const droppedNodes = graph.nodes.length - heavy.length;
  graph = droppedNodes > 0 ? source.restrict(graph, heavy) : source.withEdges(graph);
  const originalCount = graph.nodes.length;
  sortNodes(graph, order);
  if (settings.nodeCount > 0) {
    dropLightTags(graph, nodeCutoff);
    dropLightEdges(graph, edgeCutoff);
    const first = firstNodes(graph, settings.nodeCount);
    if (first.length < graph.nodes.length) {
      graph = source.restrict(graph, first);
      sortNodes(graph, order);
    }
  }
  dropLightTags(graph, nodeCutoff);
  const droppedEdges = dropLightEdges(graph, edgeCutoff);
  if (isPicture) dropRedundantEdges(graph);
  const shown = graph.nodes.reduce((sum, node) => sum + flatValue(graph, node), 0);
  return {graph, originalCount, droppedNodes, droppedEdges, unit: outputUnit(report, graph), shown};
}

class GraphSource {
  private readonly report: Report;
  private readonly frames: FrameNames;
  private readonly isTree: boolean;
  /** Rows of functions, which say of calls only whether they are inlined. */
  private readonly isTable: boolean;

  constructor(report: Report) {
    const {kind, profile, settings} = report;
    this.report = report;
    this.isTree = settings.callTree && (kind === 'dot' || kind === 'callgrind');
    this.isTable = kind === 'text' || kind === 'topproto';
    this.frames = frameNames(profile, {
      granularity: settings.granularity,
      hasObjects: kind === 'callgrind' || kind === 'list',
      trimPath: settings.trimPath,
      sourcePath: settings.sourcePath,
    });
  }

  whole(): Graph {
    return this.build(undefined);
  }

  /** What it takes to find light nodes; where cheaper, edges come once the remaining nodes are known. */
  weighed(): Graph {
    if (this.isTree) return this.whole();
    const {chosen, profile, settings} = this.report;
    const {dropNegative} = settings;
    return buildGraph(profile, chosen, this.frames, {dropNegative, kept: undefined, hasEdges: false});
  }

  /** A graph of `weighed` with the edges that the report shows. */
  withEdges(graph: Graph): Graph {
    if (this.isTable) return withInlinedCalls(graph, this.report.profile, this.report.chosen, undefined);
    return this.isTree ? graph : this.whole();
  }

  /** The graph with only the given nodes. */
  restrict(graph: Graph, nodes: readonly number[]): Graph {
    if (this.isTree) {
      trimTree(graph, new Set(nodes));
      return graph;
    }
    const kept = new Uint8Array(this.frames.length);
    for (const node of nodes) kept[node] = 1;
    if (!this.isTable) return this.build(kept);
    // What a frame weighs does not depend on the others.
    return withInlinedCalls({...graph, nodes: [...nodes]}, this.report.profile, this.report.chosen, kept);
  }

  private build(kept: Uint8Array | undefined): Graph {
    const {chosen, kind, profile, settings} = this.report;
    const graph = this.isTree
      ? buildCallTreeGraph(profile, chosen, this.frames, settings.dropNegative)
      : buildGraph(profile, chosen, this.frames, {dropNegative: settings.dropNegative, kept, hasEdges: true});
    if (kind !== 'dot') return graph;
    return withTags(
      graph,
      collectTags(profile, chosen, this.frames, graph.frame.length, {
        kept,
        bytesUnit: this.report.labelUnits.unitOf.get('bytes') ?? '',
        unit: settings.unit,
        nodesOf: this.isTree ? treePaths(graph) : (path) => path,
      }),
    );
  }
}

/** Finds the node of every prefix of a path of frames in a call tree. */
function treePaths(graph: Graph): (path: readonly number[]) => number[] {
  const childOf = new Map<string, number>();
  const {source, target} = graph.edges;
  const isChild = new Uint8Array(graph.frame.length);
  for (let edge = 0; edge < source.length; edge++) {
    childOf.set(`${source[edge]} ${graph.frame[target[edge]]}`, target[edge]);
    isChild[target[edge]] = 1;
  }
  for (let node = 0; node < graph.frame.length; node++) {
    if (isChild[node] === 0) childOf.set(`-1 ${graph.frame[node]}`, node);
  }
  return (path) => {
    let node = -1;
    return path.map((frame) => {
      node = childOf.get(`${node} ${frame}`) ?? node;
      return node;
    });
  };
}

/**
 * One unit for the whole report: the one of the smallest value, or a hundred times larger where the largest value has
 * another; listings of callgrind hold integers only and keep the smallest.
 */
function outputUnit(report: Report, graph: Graph): string {
  const {settings, total, valueType} = report;
  if (settings.unit !== 'minimum' || graph.nodes.length === 0) return settings.unit;
  const smallest = ratioed(report, smallestValue(graph) || total);
  const largest = ratioed(report, total);
  const unitOf = (value: number): string => scale(value, valueType.unit, 'minimum').unit;
  const isWide = unitOf(smallest) !== unitOf(largest) && smallest * 100 < largest && report.kind !== 'callgrind';
  return (isWide ? unitOf(100 * smallest) : unitOf(smallest)) || valueType.unit;
}

/** Smallest magnitude of a node: its flat, or its cum where it has no flat; 0 when there is none. */
function smallestValue(graph: Graph): number {
  let smallest = 0;
  for (const node of graph.nodes) {
    const value = Math.abs(flatValue(graph, node)) || Math.abs(cumValue(graph, node));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  return smallest;
}
