/** The ground, decoded once: canvas paths by kind in square cells, and what carries a name. */

import { decodeLine, decodeRings } from "./decode";
import { type Box, boxOf, meets, Mercator, stretch } from "./mercator";
import type { PackedMap } from "./packed";

/** 2 km at the equator, 1 km at 60 degrees: a screen at the usual zooms touches a few. */
const CELL = 1024;

export interface NamedWay {
  kind: string;
  name: string;
  line: Float64Array;
  box: Box;
}

export interface NamedPoint {
  kind: string;
  name: string;
  x: number;
  y: number;
  areaM2: number;
}

interface Cell {
  box: Box;
  path: Path2D;
}

export class Scene {
  readonly mercator: Mercator;
  readonly covered = new Path2D();
  readonly ways: NamedWay[] = [];
  readonly points: NamedPoint[] = [];
  private readonly cells = new Map<string, Map<string, Cell>>();

  constructor(packed: PackedMap) {
    const [west, south, east, north] = packed.frame;
    this.mercator = new Mercator((west + east) / 2, (south + north) / 2);
    for (const outline of packed.covered) {
      for (const ring of decodeRings(outline, packed.origin)) trace(this.covered, this.mercator.line(ring), true);
    }
    for (const [kind, areas] of Object.entries(packed.areas)) {
      for (const area of areas) this.addArea(kind, decodeRings(area, packed.origin));
    }
    for (const [kind, ways] of Object.entries(packed.ways)) {
      for (const [name, tunnel, text] of ways) {
        this.addWay(kind, packed.names[name] ?? "", tunnel === 1, decodeLine(text, packed.origin));
      }
    }
    for (const [kind, name, text, areaM2] of packed.labels) {
      const [x = 0, y = 0] = this.mercator.line(decodeLine(text, packed.origin));
      this.points.push({ kind, name: packed.names[name] ?? "", x, y, areaM2 });
    }
  }

  /** The paths of a kind that may be seen in a box. */
  paths(kind: string, view: Box): Path2D[] {
    const cells = this.cells.get(kind);
    if (cells === undefined) return [];
    return [...cells.values()].filter((cell) => meets(cell.box, view)).map((cell) => cell.path);
  }

  private addArea(kind: string, rings: Float64Array[]): void {
    const lines = rings.map((ring) => this.mercator.line(ring));
    const outer = lines[0];
    if (outer === undefined) return;
    const cell = this.cell(kind, boxOf(outer));
    for (const line of lines) trace(cell.path, line, true);
  }

  private addWay(kind: string, name: string, tunnel: boolean, lonLats: Float64Array): void {
    const line = this.mercator.line(lonLats);
    const box = boxOf(line);
    trace(this.cell(tunnel ? tunnelOf(kind) : kind, box).path, line, false);
    if (name !== "") this.ways.push({ kind, name, line, box });
  }

  private cell(kind: string, box: Box): Cell {
    let cells = this.cells.get(kind);
    if (cells === undefined) this.cells.set(kind, (cells = new Map<string, Cell>()));
    const column = Math.floor((box.west + box.east) / 2 / CELL);
    const row = Math.floor((box.north + box.south) / 2 / CELL);
    const key = `${column} ${row}`;
    let cell = cells.get(key);
    if (cell === undefined) cells.set(key, (cell = { box: { ...box }, path: new Path2D() }));
    stretch(cell.box, box.west, box.north);
    stretch(cell.box, box.east, box.south);
    return cell;
  }
}

export function tunnelOf(kind: string): string {
  return `${kind} under ground`;
}

function trace(path: Path2D, line: Float64Array, close: boolean): void {
  path.moveTo(line[0] ?? 0, line[1] ?? 0);
  for (let i = 2; i < line.length; i += 2) path.lineTo(line[i] ?? 0, line[i + 1] ?? 0);
  if (close) path.closePath();
}
