import { expect, test } from "vitest";

import { asideOf, lanesOf } from "../src/lanes";

test("rounds in one street and direction get lanes of their own; the way back is another", () => {
  const there = [0, 0, 1, 0];
  const back = [1, 0, 0, 0];
  const ranks = lanesOf([there, there, back]).map((lanes) => lanes.map(({ rank, count }) => [rank, count]));
  expect(ranks).toEqual([[[0, 2]], [[1, 2]], [[0, 1]]]);
});

test("a round that rides a street twice takes one lane", () => {
  const twice = [0, 0, 1, 0, 2, 0, 0, 0, 1, 0];
  expect(lanesOf([twice]).flat().every((lane) => lane.rank === 0 && lane.count === 1)).toBe(true);
});

test("lanes keep right of the middle, in order, and never wider than a street", () => {
  for (let count = 1; count <= 12; count++) {
    const asides = Array.from({ length: count }, (_, rank) => asideOf({ rank, count }, 5));
    expect(asides[0]).toBeGreaterThan(0);
    expect(asides.at(-1)).toBeLessThan(25);
    asides.slice(1).forEach((aside, i) => { expect(aside).toBeGreaterThan(asides[i] ?? 0); });
  }
});
