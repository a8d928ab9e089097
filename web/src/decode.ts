/** Reads the coordinates that `maps/packing.py` writes. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const UNITS_PER_DEGREE = 1_000_000;

const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Longitude, latitude, longitude, latitude … in degrees. */
export type LonLats = Float64Array;

export function decodeLine(text: string, origin: readonly [number, number]): LonLats {
  const points: number[] = [];
  let x = origin[0];
  let y = origin[1];
  let value = 0;
  let shift = 0;
  let isX = true;
  for (let i = 0; i < text.length; i++) {
    const bits = VALUES[text.charCodeAt(i)] ?? -1;
    if (bits < 0) throw new Error(`no coordinate: ${text.slice(i, i + 8)}`);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits >= 32) continue;
    const step = value & 1 ? ~(value >> 1) : value >> 1;
    if (isX) x += step;
    else {
      y += step;
      points.push(x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE);
    }
    isX = !isX;
    value = shift = 0;
  }
  if (!isX || shift !== 0) throw new Error("a line ends in the middle of a point");
  return Float64Array.from(points);
}

export function decodeRings(text: string, origin: readonly [number, number]): LonLats[] {
  return text.split(".").map((ring) => decodeLine(ring, origin));
}
