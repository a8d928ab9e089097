/** Writes the names: places first, then along the streets, then house numbers; none over another. */

import { anchors, lengthOf, textAlong, type Glyph } from "./alongLine";
import { Collisions } from "./collisions";
import { type Box, meets } from "./mercator";
import type { NamedPoint, NamedWay, Scene } from "./scene";
import { HALO, HOUSE_NUMBERS, LABELS, LINE_LABELS, type LabelStyle } from "./style";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
/** Pixels between two names of one street. */
const APART = 340;
/** Characters before a name of a place breaks into two rows. */
const LONG = 16;

const LETTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** From units of the scene to pixels on the canvas. */
export interface Projection {
  zoom: number;
  scale: number;
  left: number;
  top: number;
  box: Box;
  /** Boxes on the canvas where no name may lie. */
  clear: readonly Box[];
}

export function drawNames(context: CanvasRenderingContext2D, scene: Scene, view: Projection): void {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken = new Collisions();
  taken.place(view.clear);
  for (const style of LABELS) {
    if (!isSeen(style, view.zoom)) continue;
    const points = scene.points.filter((point) => point.kind === style.kind && isInside(point, view.box));
    points.sort((a, b) => b.areaM2 - a.areaM2);
    setFont(context, style);
    for (const point of points) writePoint(context, point, style, view, taken);
  }
  for (const style of LINE_LABELS) {
    if (!isSeen(style, view.zoom)) continue;
    setFont(context, style);
    for (const way of scene.ways) {
      if (way.kind === style.kind && meets(way.box, view.box)) writeAlong(context, way, style, view, taken);
    }
  }
  if (!isSeen(HOUSE_NUMBERS, view.zoom)) return;
  setFont(context, HOUSE_NUMBERS);
  for (const point of scene.points) {
    if (point.kind === HOUSE_NUMBERS.kind && isInside(point, view.box)) {
      writePoint(context, point, HOUSE_NUMBERS, view, taken);
    }
  }
}

function isSeen(style: LabelStyle, zoom: number): boolean {
  return zoom >= style.from && zoom <= style.to;
}

function isInside(point: NamedPoint, box: Box): boolean {
  return point.x >= box.west && point.x <= box.east && point.y >= box.north && point.y <= box.south;
}

function setFont(context: CanvasRenderingContext2D, style: LabelStyle): void {
  context.font = `${style.italic === true ? "italic " : ""}${style.weight} ${style.size}px ${FONT}`;
  context.fillStyle = style.colour;
  context.strokeStyle = HALO;
  context.lineWidth = style.size > 12 ? 3.6 : 3;
}

function writePoint(
  context: CanvasRenderingContext2D,
  point: NamedPoint,
  style: LabelStyle,
  view: Projection,
  taken: Collisions,
): void {
  const widthOfArea = Math.sqrt(point.areaM2) * pixelsPerMetre(view);
  // a name that is much longer than its pond says nothing
  if (point.areaM2 > 0 && widthOfArea < 24) return;
  const rows = rowsOf(style.capitals === true ? point.name.toLocaleUpperCase() : point.name);
  const height = style.size * 1.15;
  const x = point.x * view.scale - view.left;
  const y = point.y * view.scale - view.top;
  const width = Math.max(...rows.map((row) => context.measureText(row).width));
  const high = (height * rows.length) / 2;
  const gap = style === HOUSE_NUMBERS ? 1 : 4;
  const box = { west: x - width / 2 - gap, east: x + width / 2 + gap, north: y - high - gap, south: y + high + gap };
  if (!taken.place([box])) return;
  rows.forEach((row, i) => {
    const at = y + (i - (rows.length - 1) / 2) * height;
    context.strokeText(row, x, at);
    context.fillText(row, x, at);
  });
}

/** Web Mercator at the view's middle is close enough to tell whether a pond has room for its name. */
function pixelsPerMetre(view: Projection): number {
  return (256 * 2 ** view.zoom) / 40_075_017 / 0.65;
}

export function rowsOf(name: string): string[] {
  if (name.length <= LONG) return [name];
  const spaces = [...name.matchAll(/[ -]/g)].map((match) => match.index);
  const middle = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  if (middle === undefined) return [name];
  return [name.slice(0, middle + 1).trimEnd(), name.slice(middle + 1)];
}

function writeAlong(
  context: CanvasRenderingContext2D,
  way: NamedWay,
  style: LabelStyle,
  view: Projection,
  taken: Collisions,
): void {
  const letters = Array.from(LETTERS.segment(way.name), (part) => part.segment);
  const widths = letters.map((letter) => context.measureText(letter).width + 0.3);
  const width = widths.reduce((sum, letter) => sum + letter, 0);
  const length = lengthOf(way.line) * view.scale;
  if (length < width + 8) return;
  const line = way.line.map((value, i) => value * view.scale - (i % 2 === 0 ? view.left : view.top));
  for (const middle of anchors(length, Math.max(APART, width * 2))) {
    const placed = firstThatFits(line, letters, widths, middle, taken, style);
    if (placed !== undefined) write(context, placed);
  }
}

/** Tries the middle, then a little before and after it, where the street may be straighter. */
function firstThatFits(
  line: ArrayLike<number>,
  letters: readonly string[],
  widths: readonly number[],
  middle: number,
  taken: Collisions,
  style: LabelStyle,
): Glyph[] | undefined {
  for (const aside of [0, -40, 40, -80, 80, -120, 120]) {
    const glyphs = textAlong(line, letters, widths, middle + aside);
    if (glyphs !== undefined && taken.place(glyphs.map((glyph) => around(glyph, style.size)))) return glyphs;
  }
  return undefined;
}

function around(glyph: Glyph, size: number): Box {
  const half = size * 0.62;
  return { west: glyph.x - half, east: glyph.x + half, north: glyph.y - half, south: glyph.y + half };
}

function write(context: CanvasRenderingContext2D, glyphs: readonly Glyph[]): void {
  for (const paint of ["strokeText", "fillText"] as const) {
    for (const glyph of glyphs) {
      context.save();
      context.translate(glyph.x, glyph.y);
      context.rotate(glyph.angle);
      context[paint](glyph.letter, 0, 0);
      context.restore();
    }
  }
}
