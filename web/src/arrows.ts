/** Arrow heads along a line on screen, as triangles: so many that the eye finds one, so few that the line stays. */

export type Triangle = [number, number, number, number, number, number];

/**
 * @param apart pixels between two heads; the first stands half of it from the beginning
 * @param size length of a head in pixels
 */
export function arrowsAlong(line: readonly number[], apart: number, size: number): Triangle[] {
  const heads: Triangle[] = [];
  let next = apart / 2;
  for (let i = 2; i < line.length; i += 2) {
    const x = line[i - 2] ?? 0;
    const y = line[i - 1] ?? 0;
    const dx = (line[i] ?? 0) - x;
    const dy = (line[i + 1] ?? 0) - y;
    const length = Math.hypot(dx, dy);
    while (next <= length && length > 0) {
      // a head on a segment shorter than itself would stick out of the bend
      if (length >= size) heads.push(headAt(x + (dx * next) / length, y + (dy * next) / length, dx / length, dy / length, size));
      else {
        next += 1;
        continue;
      }
      next += apart;
    }
    next -= length;
  }
  return heads;
}

function headAt(x: number, y: number, ux: number, uy: number, size: number): Triangle {
  const long = size / 2;
  const wide = size * 0.42;
  return [
    x + ux * long,
    y + uy * long,
    x - ux * long - uy * wide,
    y - uy * long + ux * wide,
    x - ux * long + uy * wide,
    y - uy * long - ux * wide,
  ];
}
