/** How the ground looks: calm enough that coloured rounds stand out. Widths are pixels on screen. */

export interface AreaStyle {
  kind: string;
  fill: string;
  stroke?: string;
  from: number;
}

export interface WayStyle {
  kind: string;
  colour: string;
  casing?: string;
  /** Zoom and width, ascending; between them widths grow evenly by factor. */
  width: readonly (readonly [number, number])[];
  dash?: readonly number[];
  from: number;
}

export interface LabelStyle {
  kind: string;
  size: number;
  weight: number;
  colour: string;
  from: number;
  to: number;
  italic?: boolean;
  capitals?: boolean;
}

export const NO_DATA = "#e4e2dc";
export const LAND = "#f5f3ee";
export const HALO = "rgba(252, 251, 248, 0.92)";

const WATER = "#b5d3e3";

/** In the order of drawing. */
export const AREAS: readonly AreaStyle[] = [
  { kind: "residential", fill: "#efece6", from: 0 },
  { kind: "commercial", fill: "#f1e9e2", from: 11 },
  { kind: "industrial", fill: "#e9e6e6", from: 11 },
  { kind: "grounds", fill: "#f2eddc", from: 13 },
  { kind: "farmland", fill: "#f3efd9", from: 9 },
  { kind: "meadow", fill: "#e3ecd0", from: 10 },
  { kind: "orchard", fill: "#dde8c4", from: 11 },
  { kind: "forest", fill: "#c9dcbb", from: 0 },
  { kind: "scrub", fill: "#d5e2c4", from: 11 },
  { kind: "wetland", fill: "#d3e3da", from: 11 },
  { kind: "rock", fill: "#e3ded7", from: 10 },
  { kind: "ice", fill: "#e8f1f5", from: 8 },
  { kind: "sand", fill: "#f4eac9", from: 11 },
  { kind: "park", fill: "#d4e7c5", from: 11 },
  { kind: "cemetery", fill: "#d2ddc9", from: 12 },
  { kind: "pitch", fill: "#cfe3cb", stroke: "#bbd5b9", from: 13 },
  { kind: "sea", fill: WATER, from: 0 },
  { kind: "water", fill: WATER, from: 0 },
  { kind: "pier", fill: "#efece6", from: 13 },
  { kind: "square", fill: "#f7f3f0", stroke: "#e3dcd5", from: 14 },
  { kind: "parking", fill: "#ebe8e4", from: 15 },
  { kind: "platform", fill: "#dcdad6", from: 15 },
];

export const BUILDINGS: AreaStyle = { kind: "building", fill: "#e0d9d0", stroke: "#cdc4b9", from: 13 };

export const STREAMS: readonly WayStyle[] = [
  { kind: "stream", colour: WATER, width: [[11, 0.5], [15, 1.4], [18, 4]], from: 12 },
  { kind: "river", colour: WATER, width: [[8, 0.8], [12, 2.2], [15, 5], [18, 14]], from: 0 },
];

/** In the order of drawing: the paths lie under the streets, the streets under the main roads. */
export const ROADS: readonly WayStyle[] = [
  { kind: "footway", colour: "#c9b9a3", width: [[14, 0.5], [16, 1], [18, 2]], dash: [3, 2], from: 14.5 },
  { kind: "steps", colour: "#b9a58b", width: [[15, 1.2], [18, 5]], dash: [1, 1], from: 15 },
  { kind: "track", colour: "#c7b694", width: [[12, 0.5], [15, 1], [18, 2.6]], dash: [6, 2], from: 13 },
  { kind: "cycleway", colour: "#9fb4cf", width: [[13, 0.6], [16, 1.3], [18, 2.6]], dash: [5, 2], from: 14 },
  { kind: "service", colour: "#fdfcfa", casing: "#dcd6cd", width: [[14, 0.8], [16, 2.4], [18, 7]], from: 14 },
  { kind: "pedestrian", colour: "#f3eeea", casing: "#d6cec6", width: [[13, 1], [16, 4.4], [18, 12]], from: 13.5 },
  { kind: "street", colour: "#ffffff", casing: "#d3ccc2", width: [[12, 0.7], [14, 2.2], [16, 6], [18, 16]], from: 12 },
  { kind: "tertiary", colour: "#ffffff", casing: "#c9c1b5", width: [[10, 0.8], [13, 2.6], [16, 8], [18, 19]], from: 10.5 },
  { kind: "secondary", colour: "#fdf6df", casing: "#cfc19a", width: [[9, 0.9], [13, 3.2], [16, 9], [18, 21]], from: 9 },
  { kind: "primary", colour: "#fbecc5", casing: "#cfb97f", width: [[7, 0.9], [13, 3.8], [16, 10], [18, 23]], from: 0 },
  { kind: "motorway", colour: "#f6d9a8", casing: "#c89f5c", width: [[7, 1.2], [13, 4.6], [16, 12], [18, 26]], from: 0 },
];

export const RAILS: readonly WayStyle[] = [
  { kind: "tram", colour: "#a9a5a0", width: [[14, 0.5], [18, 1.6]], from: 14.5 },
  { kind: "rail", colour: "#aca7a1", width: [[9, 0.7], [14, 1.6], [18, 3.6]], from: 0 },
];

/** The most important first: it takes its place before the others. */
export const LABELS: readonly LabelStyle[] = [
  { kind: "city", size: 17, weight: 600, colour: "#3c3a36", from: 0, to: 14.5 },
  { kind: "town", size: 15, weight: 600, colour: "#3c3a36", from: 8, to: 15.5 },
  { kind: "village", size: 13.5, weight: 600, colour: "#45423d", from: 10, to: 16 },
  { kind: "suburb", size: 13, weight: 600, colour: "#6a655d", from: 12, to: 16.5, capitals: true },
  { kind: "borough", size: 13, weight: 600, colour: "#6a655d", from: 12, to: 15, capitals: true },
  { kind: "quarter", size: 12, weight: 600, colour: "#736e66", from: 13, to: 16.5, capitals: true },
  { kind: "hamlet", size: 12, weight: 500, colour: "#57534d", from: 12.5, to: 19 },
  { kind: "neighbourhood", size: 11.5, weight: 500, colour: "#7b766d", from: 14, to: 17.5, capitals: true },
  { kind: "station", size: 11.5, weight: 600, colour: "#56606e", from: 13.5, to: 19 },
  { kind: "water", size: 12, weight: 500, colour: "#4a7d99", from: 11, to: 19, italic: true },
  { kind: "park", size: 11, weight: 500, colour: "#57804a", from: 14, to: 19, italic: true },
  { kind: "square", size: 11, weight: 500, colour: "#6f6459", from: 15.5, to: 19 },
  { kind: "peak", size: 11, weight: 500, colour: "#7a6548", from: 12.5, to: 19 },
  { kind: "isolated_dwelling", size: 11, weight: 500, colour: "#6d6860", from: 14.5, to: 19 },
  { kind: "locality", size: 11, weight: 400, colour: "#7d776d", from: 14, to: 19, italic: true },
];

export const HOUSE_NUMBERS: LabelStyle = { kind: "number", size: 9.5, weight: 400, colour: "#8b8378", from: 17, to: 19 };

/** Names along the line, the most important first. */
export const LINE_LABELS: readonly LabelStyle[] = [
  { kind: "motorway", size: 11.5, weight: 500, colour: "#6b5a35", from: 12, to: 19 },
  { kind: "primary", size: 11.5, weight: 500, colour: "#5f5744", from: 13, to: 19 },
  { kind: "secondary", size: 11.5, weight: 500, colour: "#5c564a", from: 13.5, to: 19 },
  { kind: "tertiary", size: 11, weight: 500, colour: "#57534c", from: 14, to: 19 },
  { kind: "river", size: 12, weight: 500, colour: "#4a7d99", from: 11, to: 19, italic: true },
  { kind: "street", size: 11, weight: 400, colour: "#57534c", from: 14.5, to: 19 },
  { kind: "pedestrian", size: 11, weight: 400, colour: "#6f6459", from: 15, to: 19 },
  { kind: "stream", size: 10.5, weight: 400, colour: "#4a7d99", from: 14.5, to: 19, italic: true },
  { kind: "service", size: 10, weight: 400, colour: "#6d675e", from: 16.5, to: 19 },
  { kind: "cycleway", size: 10, weight: 400, colour: "#6d675e", from: 16.5, to: 19 },
  { kind: "footway", size: 10, weight: 400, colour: "#7a7369", from: 16.5, to: 19 },
  { kind: "track", size: 10, weight: 400, colour: "#7a7369", from: 15.5, to: 19 },
];

export function widthAt(style: WayStyle, zoom: number): number {
  const steps = style.width;
  let before = steps[0];
  for (const step of steps) {
    if (before === undefined) break;
    if (zoom <= step[0]) {
      if (step === before) return step[1];
      const share = (zoom - before[0]) / (step[0] - before[0]);
      return before[1] * (step[1] / before[1]) ** share;
    }
    before = step;
  }
  return before?.[1] ?? 1;
}
