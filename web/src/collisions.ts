/** Keeps labels apart: boxes on screen, found by a coarse grid. */

import { type Box, meets } from "./mercator";

const CELL = 64;

export class Collisions {
  private readonly cells = new Map<string, Box[]>();

  /** Takes the room if all of it is free. */
  place(boxes: readonly Box[]): boolean {
    if (boxes.some((box) => this.isTaken(box))) return false;
    for (const box of boxes) this.take(box);
    return true;
  }

  private isTaken(box: Box): boolean {
    return keysOf(box).some((key) => this.cells.get(key)?.some((other) => meets(box, other)) ?? false);
  }

  private take(box: Box): void {
    for (const key of keysOf(box)) {
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [box]);
      else cell.push(box);
    }
  }
}

function keysOf(box: Box): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(box.west / CELL); column <= Math.floor(box.east / CELL); column++) {
    for (let row = Math.floor(box.north / CELL); row <= Math.floor(box.south / CELL); row++) {
      keys.push(`${column} ${row}`);
    }
  }
  return keys;
}
