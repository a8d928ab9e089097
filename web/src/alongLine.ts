/** Sets a text letter by letter along a line on screen. */

export interface Glyph {
  letter: string;
  x: number;
  y: number;
  angle: number;
}

/** A letter may turn this far against the one before, in radians: 22 degrees. */
const BEND = 0.39;

export function lengthOf(line: ArrayLike<number>): number {
  let length = 0;
  for (let i = 2; i < line.length; i += 2) {
    length += Math.hypot((line[i] ?? 0) - (line[i - 2] ?? 0), (line[i + 1] ?? 0) - (line[i - 1] ?? 0));
  }
  return length;
}

/** Where the middles of names go, in pixels from the line's beginning: one in the middle, or one every `apart`. */
export function anchors(length: number, apart: number): number[] {
  const count = Math.max(1, Math.floor(length / apart));
  return Array.from({ length: count }, (_, i) => (length * (i + 0.5)) / count);
}

interface Spot {
  x: number;
  y: number;
  angle: number;
}

/**
 * The letters of a text whose middle lies `middle` pixels along the line, upright for the reader;
 * undefined where the line is too short or too bent.
 */
export function textAlong(
  line: ArrayLike<number>,
  letters: readonly string[],
  widths: readonly number[],
  middle: number,
): Glyph[] | undefined {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const start = middle - total / 2;
  const first = spotAt(line, start);
  const last = spotAt(line, start + total);
  if (first === undefined || last === undefined) return undefined;
  const backwards = last.x < first.x;
  const glyphs: Glyph[] = [];
  let at = backwards ? start + total : start;
  for (let i = 0; i < letters.length; i++) {
    const width = widths[i] ?? 0;
    const spot = spotAt(line, at + (backwards ? -width / 2 : width / 2));
    if (spot === undefined) return undefined;
    const angle = backwards ? turned(spot.angle) : spot.angle;
    const before = glyphs.at(-1);
    if (before !== undefined && Math.abs(difference(angle, before.angle)) > BEND) return undefined;
    glyphs.push({ letter: letters[i] ?? "", x: spot.x, y: spot.y, angle });
    at += backwards ? -width : width;
  }
  const turn = glyphs.length > 0 ? difference(glyphs.at(-1)?.angle ?? 0, glyphs[0]?.angle ?? 0) : 0;
  return Math.abs(turn) > 3 * BEND ? undefined : glyphs;
}

function spotAt(line: ArrayLike<number>, distance: number): Spot | undefined {
  if (distance < 0) return undefined;
  let left = distance;
  for (let i = 2; i < line.length; i += 2) {
    const x = line[i - 2] ?? 0;
    const y = line[i - 1] ?? 0;
    const dx = (line[i] ?? 0) - x;
    const dy = (line[i + 1] ?? 0) - y;
    const length = Math.hypot(dx, dy);
    if (left <= length && length > 0) {
      return { x: x + (dx * left) / length, y: y + (dy * left) / length, angle: Math.atan2(dy, dx) };
    }
    left -= length;
  }
  return undefined;
}

function turned(angle: number): number {
  return angle > 0 ? angle - Math.PI : angle + Math.PI;
}

function difference(a: number, b: number): number {
  const between = Math.abs(a - b) % (2 * Math.PI);
  return between > Math.PI ? 2 * Math.PI - between : between;
}
