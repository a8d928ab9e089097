import { expect, test } from "vitest";

import { offsetLine, thinned } from "../src/offset";

test("a line eastwards moves south on screen: to the right", () => {
  expect(offsetLine([0, 0, 10, 0], [2])).toEqual([0, 2, 10, 2]);
});

test("there and back along one street lie on two sides of it", () => {
  const moved = offsetLine([0, 0, 10, 0, 0, 0], [2, 2]);
  expect(moved.slice(0, 4)).toEqual([0, 2, 10, 2]);
  expect(moved.slice(4)).toEqual([10, -2, 0, -2]);
});

test("a right angle is mitred, so that both sides keep their distance", () => {
  const moved = offsetLine([0, 0, 10, 0, 10, 10], [2, 2]);
  expect(moved).toHaveLength(6);
  expect(moved[2]).toBeCloseTo(8);
  expect(moved[3]).toBeCloseTo(2);
});

test("a change of lane is a step, and points that coincide break nothing", () => {
  expect(offsetLine([0, 0, 5, 0, 10, 0], [1, 3])).toEqual([0, 1, 5, 1, 5, 3, 10, 3]);
  expect(offsetLine([0, 0, 0, 0, 10, 0], [1, 1]).every(Number.isFinite)).toBe(true);
  expect(offsetLine([4, 4], [])).toEqual([]);
});

test("thinning keeps both ends and every change of offset", () => {
  const [points, offsets] = thinned([0, 0, 0.5, 0, 1, 0, 1.5, 0, 2, 0], [1, 1, 3, 3], 5);
  expect(points).toEqual([0, 0, 1, 0, 2, 0]);
  expect(offsets).toEqual([1, 3]);
});
