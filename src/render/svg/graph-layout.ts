/**
 * Where boxes and arrows of a call graph lie; the only file that knows the layout library.
 */
import {Graph, layout} from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface GraphArrow {
  /** Indexes of boxes. */
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Size of the arrow's label. */
  readonly label: Box;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Centre of each box. */
  readonly boxes: readonly Point[];
  /** Course of each arrow from box to box, and the centre of its label. */
  readonly arrows: readonly {readonly points: readonly Point[]; readonly label: Point}[];
}

/** Callers above callees, from top to bottom. */
export function layoutGraph(boxes: readonly Box[], arrows: readonly GraphArrow[]): GraphLayout {
  if (boxes.length === 0) return {width: 0, height: 0, boxes: [], arrows: []};
  const graph = new Graph({multigraph: true});
  graph.setGraph({rankdir: 'TB', nodesep: 24, ranksep: 40, edgesep: 12, marginx: 8, marginy: 8});
  boxes.forEach(({height, width}, i) => {
    graph.setNode(String(i), {width, height});
  });
  arrows.forEach(({from, label, to, weight}, i) => {
    graph.setEdge(String(from), String(to), {...label, weight, labelpos: 'c'}, String(i));
  });
  layout(graph);
  const size = graph.graph() as Partial<Box>;
  return {
    width: Math.ceil(size.width ?? 0),
    height: Math.ceil(size.height ?? 0),
    boxes: boxes.map((_, i) => point(graph.node(String(i)) as Point)),
    arrows: arrows.map(({from, to}, i) => {
      const edge = graph.edge(String(from), String(to), String(i)) as Point & {points: readonly Point[]};
      return {points: edge.points.map(point), label: point(edge)};
    }),
  };
}

function point({x, y}: Point): Point {
  return {x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10};
}
