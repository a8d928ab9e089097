/** The day as `maps/packed_day.py` writes it into the page. Texts in HTML come escaped. */

export interface PackedStop {
  number: number;
  point: string;
  /** What a screen reader says. */
  title: string;
  popup: string;
}

export interface PackedRound {
  /** What people call it. */
  number: number;
  /** HTML in the list of layers. */
  label: string;
  colour: string;
  /** Number of its colour in the page's style. */
  style: number;
  line: string;
  stops: PackedStop[];
  start: string;
  startTitle: string;
}

export interface PackedBaseline {
  label: string;
  style: number;
  lines: string[];
}

/** Roads that are closed, or slow, on the day. */
export interface PackedClosure {
  /** HTML with its name and hours. */
  popup: string;
  slowed: boolean;
  /** Polygons, each of rings. */
  areas: string[][];
  streets: string[];
}

export interface PackedDay {
  rounds: PackedRound[];
  baselines: PackedBaseline[];
  closures: PackedClosure[];
}
