/** Web Mercator in units that stay small and exact in a canvas path: pixels of zoom 16, counted from an own origin. */

export const UNIT_ZOOM = 16;
const WORLD = 256 * 2 ** UNIT_ZOOM;

export interface Box {
  west: number;
  north: number;
  east: number;
  south: number;
}

export class Mercator {
  private readonly originX: number;
  private readonly originY: number;

  constructor(lon: number, lat: number) {
    this.originX = worldX(lon);
    this.originY = worldY(lat);
  }

  x(lon: number): number {
    return worldX(lon) - this.originX;
  }

  y(lat: number): number {
    return worldY(lat) - this.originY;
  }

  /** Longitudes and latitudes to x and y, in place of each other. */
  line(lonLats: ArrayLike<number>): Float64Array {
    const line = new Float64Array(lonLats.length);
    for (let i = 0; i < lonLats.length; i += 2) {
      line[i] = this.x(lonLats[i] ?? 0);
      line[i + 1] = this.y(lonLats[i + 1] ?? 0);
    }
    return line;
  }
}

function worldX(lon: number): number {
  return (WORLD * (lon + 180)) / 360;
}

function worldY(lat: number): number {
  const sin = Math.sin((lat * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI));
}

export function boxOf(line: ArrayLike<number>): Box {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (let i = 0; i < line.length; i += 2) stretch(box, line[i] ?? 0, line[i + 1] ?? 0);
  return box;
}

export function stretch(box: Box, x: number, y: number): void {
  if (x < box.west) box.west = x;
  if (x > box.east) box.east = x;
  if (y < box.north) box.north = y;
  if (y > box.south) box.south = y;
}

export function meets(a: Box, b: Box): boolean {
  return a.west <= b.east && b.west <= a.east && a.north <= b.south && b.north <= a.south;
}
