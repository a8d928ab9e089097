import { expect, test } from "vitest";

import { Collisions } from "../src/collisions";
import type { Box } from "../src/mercator";

const box = (west: number, north: number, wide = 10, high = 10): Box => ({ west, north, east: west + wide, south: north + high });

test("a label over another gives way", () => {
  const taken = new Collisions();
  expect(taken.place([box(0, 0)])).toBe(true);
  expect(taken.place([box(5, 5)])).toBe(false);
  expect(taken.place([box(11, 0)])).toBe(true);
});

test("a label that does not fit takes no room at all", () => {
  const taken = new Collisions();
  taken.place([box(100, 100)]);
  expect(taken.place([box(0, 0), box(105, 105)])).toBe(false);
  expect(taken.place([box(0, 0)])).toBe(true);
});

test("labels meet across the cells of the grid and left of the canvas", () => {
  const taken = new Collisions();
  expect(taken.place([box(-70, 60, 140, 10)])).toBe(true);
  expect(taken.place([box(60, 65)])).toBe(false);
  expect(taken.place([box(-68, 55)])).toBe(false);
});

test("whatever is placed, no two boxes overlap", () => {
  const taken = new Collisions();
  let state = 7;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const placed: Box[] = [];
  for (let i = 0; i < 400; i++) {
    const tried = box(next(900) - 100, next(500) - 50, 5 + next(120), 5 + next(20));
    if (taken.place([tried])) placed.push(tried);
  }
  expect(placed.length).toBeGreaterThan(20);
  placed.forEach((a, i) => {
    for (const b of placed.slice(0, i)) {
      const isApart = a.east < b.west || b.east < a.west || a.south < b.north || b.south < a.north;
      expect(isApart).toBe(true);
    }
  });
});
