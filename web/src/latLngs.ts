/** Packed lines as Leaflet has them. */

import { decodeLine } from "./decode";

const ORIGIN = [0, 0] as const;

export function latLngs(line: string): L.LatLng[] {
  const lonLats = decodeLine(line, ORIGIN);
  return Array.from({ length: lonLats.length / 2 }, (_, i) => L.latLng(lonLats[2 * i + 1] ?? 0, lonLats[2 * i] ?? 0));
}
