/** The base map as `maps/base_map.py` writes it into the page. */
export interface PackedMap {
  /** West, south, east, north, in degrees. */
  frame: [number, number, number, number];
  /** Longitude and latitude that every first point is counted from, in units. */
  origin: [number, number];
  covered: string[];
  areas: Record<string, string[]>;
  /** Index of the name, 1 where it lies in a tunnel, points. */
  ways: Record<string, [number, number, string][]>;
  /** Kind, index of the name, one point, square metres of what is named. */
  labels: [string, number, string, number][];
  names: string[];
}
