/** The ground as one layer of Leaflet: a canvas under the rounds and one for the names above them. */

import { drawGround } from "./drawGround";
import { drawNames } from "./drawNames";
import { UNIT_ZOOM } from "./mercator";
import type { PackedMap } from "./packed";
import { Scene } from "./scene";

/** How much more than the window is drawn, on each side, so that a drag shows no edge. */
const MARGIN = 0.25;
/** Half the side of a depot's mark, in pixels. */
const MARK = 17;
const GROUND = "ground";
const NAMES = "names";

interface Drawn {
  bounds: L.LatLngBounds;
  northWest: L.LatLng;
  zoom: number;
}

export class BaseMap extends L.Layer {
  private readonly scene: Scene;
  private canvases: HTMLCanvasElement[] = [];
  private drawn: Drawn | undefined;
  private frame = 0;

  /** @param clear places whose marks no name may lie under */
  constructor(packed: PackedMap, private readonly clear: readonly L.LatLng[] = []) {
    super();
    this.scene = new Scene(packed);
  }

  override getAttribution(): string {
    return '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a>';
  }

  override onAdd(map: L.Map): this {
    this.canvases = [paneOf(map, GROUND, 150), paneOf(map, NAMES, 450)].map((pane) => {
      const canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", pane);
      canvas.setAttribute("aria-hidden", "true");
      return canvas;
    });
    this.redraw();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    for (const canvas of this.canvases) canvas.remove();
    this.canvases = [];
    this.drawn = undefined;
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      viewreset: () => { this.redraw(); },
      moveend: () => { this.redraw(); },
      resize: () => { this.redraw(); },
      move: () => { this.follow(); },
      zoomanim: (event) => { this.animate(event as L.ZoomAnimEvent); },
    };
  }

  /** Draws again in the next frame if a drag has come to the edge of what is drawn. */
  private follow(): void {
    if (this.drawn?.zoom !== this._map.getZoom()) return;
    if (this.drawn.bounds.contains(this._map.getBounds())) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => { this.redraw(); });
  }

  private animate(event: L.ZoomAnimEvent): void {
    if (this.drawn === undefined) return;
    const map = this._map;
    const scale = map.getZoomScale(event.zoom, this.drawn.zoom);
    const pane = L.DomUtil.getPosition(map.getPane("mapPane") ?? map.getContainer());
    const origin = map.project(event.center, event.zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const corner = map.project(this.drawn.northWest, event.zoom).subtract(origin);
    for (const canvas of this.canvases) L.DomUtil.setTransform(canvas, corner, scale);
  }

  private redraw(): void {
    const map = this._map;
    const size = map.getSize();
    if (size.x === 0 || size.y === 0) return;
    const zoom = map.getZoom();
    const margin = size.multiplyBy(MARGIN).round();
    const whole = size.add(margin.multiplyBy(2));
    const corner = map.containerPointToLayerPoint(L.point(-margin.x, -margin.y)).round();
    const northWest = map.layerPointToLatLng(corner);
    const scale = 2 ** (zoom - UNIT_ZOOM);
    const left = this.scene.mercator.x(northWest.lng) * scale;
    const top = this.scene.mercator.y(northWest.lat) * scale;
    const box = { west: left / scale, north: top / scale, east: (left + whole.x) / scale, south: (top + whole.y) / scale };
    const [ground, names] = this.canvases.map((canvas) => {
      L.DomUtil.setPosition(canvas, corner);
      return fitted(canvas, whole);
    });
    if (ground === undefined || names === undefined) return;
    const sharp = window.devicePixelRatio || 1;
    ground.setTransform(scale * sharp, 0, 0, scale * sharp, -left * sharp, -top * sharp);
    drawGround(ground, this.scene, { zoom, scale, box });
    names.setTransform(sharp, 0, 0, sharp, 0, 0);
    const { mercator } = this.scene;
    const clear = this.clear.map(({ lng, lat }) => {
      const [x, y] = [mercator.x(lng) * scale - left, mercator.y(lat) * scale - top];
      return { west: x - MARK, east: x + MARK, north: y - MARK, south: y + MARK };
    });
    drawNames(names, this.scene, { zoom, scale, left, top, box, clear });
    this.drawn = { bounds: L.latLngBounds(northWest, map.layerPointToLatLng(corner.add(whole))), northWest, zoom };
  }
}

function paneOf(map: L.Map, name: string, zIndex: number): HTMLElement {
  const pane = map.getPane(name) ?? map.createPane(name);
  pane.style.zIndex = String(zIndex);
  pane.style.pointerEvents = "none";
  return pane;
}

/** Gives a canvas its size, which also empties it. */
function fitted(canvas: HTMLCanvasElement, size: L.Point): CanvasRenderingContext2D {
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(size.x * sharp);
  canvas.height = Math.round(size.y * sharp);
  canvas.style.width = `${size.x}px`;
  canvas.style.height = `${size.y}px`;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no canvas");
  return context;
}
