/**
 * The view of a drawing: wheel and pinch zoom, drag moves, by d3-zoom; keys and buttons by the methods.
 */
import {type D3ZoomEvent, select, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity} from 'd3';

const MOST = 8;
/** Of what is shown, used by the drawing when all of it is shown. */
const FILLED = 0.96;
/** The narrowest window that is still scaled to be read, in pixels of the drawing. */
const LEAST_WIDTH = 400;

interface Size {
  readonly width: number;
  readonly height: number;
}

export class PanZoom {
  private readonly svg: SVGSVGElement;
  private readonly onView: (transform: string) => void;
  private readonly behavior: ZoomBehavior<SVGSVGElement, unknown>;
  private view: ZoomTransform = zoomIdentity;
  private drawing: Size = {width: 1, height: 1};
  /** The scale at which all of it is shown. */
  private whole = 1;

  /** @param onView  called with the `transform` of the drawing */
  constructor(svg: SVGSVGElement, onView: (transform: string) => void) {
    this.svg = svg;
    this.onView = onView;
    this.behavior = zoom<SVGSVGElement, unknown>().on('zoom', ({transform}: D3ZoomEvent<SVGSVGElement, unknown>) =>
      this.follow(transform),
    );
    select(svg).call(this.behavior).on('dblclick.zoom', null);
  }

  /**
   * Shows all of a drawing, or its upper middle where all of it would be too small.
   *
   * @param least  scale below which it is
   */
  fit(drawing: Size, least: number): void {
    this.drawing = drawing;
    const {clientHeight: height, clientWidth: width} = this.svg;
    this.whole = Math.min(1, (FILLED * width) / drawing.width, (FILLED * height) / drawing.height);
    const {whole} = this;
    const scale = Math.max(whole, Math.min(least, width / LEAST_WIDTH));
    this.behavior.scaleExtent([whole / 2, MOST]);
    const x = (width - drawing.width * scale) / 2;
    const y = scale > whole ? 0 : (height - drawing.height * scale) / 2;
    this.set(zoomIdentity.translate(x, y).scale(scale));
  }

  get isWhole(): boolean {
    return this.view.k <= this.whole;
  }

  /** Shows all of it. */
  all(): void {
    this.fit(this.drawing, 0);
  }

  /** Around the middle of what is shown. */
  scaleBy(factor: number): void {
    const {clientHeight, clientWidth} = this.svg;
    const [x, y] = this.view.invert([clientWidth / 2, clientHeight / 2]);
    this.centre(x, y, this.view.k * factor);
  }

  /** By parts of the width and height that are shown. */
  moveBy(right: number, down: number): void {
    const {clientHeight, clientWidth} = this.svg;
    const {k} = this.view;
    this.set(this.view.translate((-right * clientWidth) / k, (-down * clientHeight) / k));
  }

  /** Brings a point of the drawing to the middle. */
  centre(x: number, y: number, scale: number = this.view.k): void {
    const {clientHeight, clientWidth} = this.svg;
    this.set(
      zoomIdentity
        .translate(clientWidth / 2, clientHeight / 2)
        .scale(scale)
        .translate(-x, -y),
    );
  }

  /** As d3 keeps it: what comes next by hand starts from here. */
  private set(transform: ZoomTransform): void {
    Object.assign(this.svg, {__zoom: transform});
    this.follow(transform);
  }

  private follow(transform: ZoomTransform): void {
    this.view = transform;
    this.onView(transform.toString());
  }
}
