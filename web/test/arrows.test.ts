import { expect, test } from "vitest";

import { arrowsAlong } from "../src/arrows";
import { typicalDistance } from "../src/crowding";
import { rowsOf } from "../src/drawNames";
import { ROADS, widthAt } from "../src/style";

test("heads stand at even distances and point along the line", () => {
  const heads = arrowsAlong([0, 0, 300, 0], 100, 10);
  expect(heads.map((head) => head[0])).toEqual([55, 155, 255]);
  expect(heads.every((head) => head[0] > head[2] && head[1] === 0)).toBe(true);
});

test("a crumpled line gets no head that would stick out, and ends", () => {
  const crumpled = Array.from({ length: 400 }, (_, i) => (i % 4 < 2 ? 0 : 1));
  expect(arrowsAlong(crumpled, 20, 10)).toEqual([]);
});

test("the typical distance takes stops at one place once", () => {
  expect(typicalDistance([{ x: 0, y: 0 }, { x: 0, y: 0 }, { x: 30, y: 40 }])).toBe(50);
  expect(typicalDistance([])).toBe(Infinity);
});

test("a long name breaks near its middle", () => {
  expect(rowsOf("Jardins de la Petite Afrique")).toEqual(["Jardins de la", "Petite Afrique"]);
  expect(rowsOf("Rautatientori")).toEqual(["Rautatientori"]);
});

test("roads only grow when one zooms in", () => {
  for (const style of ROADS) {
    let before = 0;
    for (let zoom = 6; zoom <= 20; zoom += 0.25) {
      const width = widthAt(style, zoom);
      expect(width).toBeGreaterThan(before - 1e-9);
      before = width;
    }
  }
});
