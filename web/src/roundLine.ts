/** One round's way: a coloured line with a light edge and arrow heads, laid anew at each zoom. */

import { arrowsAlong } from "./arrows";
import type { LonLats } from "./decode";
import { asideOf, type Lane } from "./lanes";
import { offsetLine, thinned } from "./offset";

/** Width of a line in pixels: far out the rounds must not cover the town. */
function widthAt(zoom: number): number {
  return Math.min(5, Math.max(2, 2 + (zoom - 12) * 0.5));
}

const ARROWS_APART = 95;

export class RoundLine extends L.FeatureGroup {
  private readonly casing: L.Polyline;
  private readonly body: L.Polyline;
  private readonly heads: L.Polygon;

  private lanes: readonly Lane[] = [];

  constructor(
    readonly line: LonLats,
    colour: string,
    className: string,
  ) {
    super();
    const common = { interactive: false, smoothFactor: 0.5, lineJoin: "round" } as const;
    this.casing = L.polyline([], { ...common, color: "#ffffff", opacity: 0.85, className: `${className} casing` });
    this.body = L.polyline([], { ...common, color: colour, opacity: 0.95, className: `${className} way` });
    this.heads = L.polygon([], {
      interactive: false,
      smoothFactor: 0,
      color: colour,
      weight: 1,
      fillColor: "#ffffff",
      fillOpacity: 1,
      className: `${className} arrows`,
    });
    for (const layer of [this.casing, this.body, this.heads]) this.addLayer(layer);
  }

  /** Lays the line in other lanes, as when rounds are switched on or off. */
  ride(lanes: readonly Lane[]): void {
    this.lanes = lanes;
    const map = this._map as L.Map | null | undefined;
    if (map) this.lay(map);
  }

  override onAdd(map: L.Map): this {
    super.onAdd(map);
    this.lay(map);
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return { zoomend: () => { this.lay(this._map); } };
  }

  private lay(map: L.Map): void {
    const zoom = map.getZoom();
    const width = widthAt(zoom);
    const pixels: number[] = [];
    for (let i = 0; i < this.line.length; i += 2) {
      const point = map.project([this.line[i + 1] ?? 0, this.line[i] ?? 0], zoom);
      pixels.push(point.x, point.y);
    }
    const [points, offsets] = thinned(pixels, this.lanes.map((lane) => asideOf(lane, width)), 1.5);
    const moved = offsetLine(points, offsets);
    const back = (x: number, y: number): L.LatLng => map.unproject([x, y], zoom);
    const laid = pairs(moved, back);
    this.casing.setStyle({ weight: width + 2 }).setLatLngs(laid);
    this.body.setStyle({ weight: width }).setLatLngs(laid);
    const size = width * 2.3;
    this.heads.setLatLngs(arrowsAlong(moved, ARROWS_APART, size).map((head) => [pairs(head, back)]));
  }
}

function pairs<T>(numbers: readonly number[], make: (x: number, y: number) => T): T[] {
  const made: T[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) made.push(make(numbers[i] ?? 0, numbers[i + 1] ?? 0));
  return made;
}
