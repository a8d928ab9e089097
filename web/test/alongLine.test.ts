import { expect, test } from "vitest";

import { anchors, lengthOf, textAlong } from "../src/alongLine";

const letters = ["a", "b", "c"];
const widths = [10, 10, 10];

test("a text stands in the middle of its street, letter by letter", () => {
  const glyphs = textAlong([0, 0, 100, 0], letters, widths, 50);
  expect(glyphs?.map((glyph) => [glyph.letter, glyph.x, glyph.y, glyph.angle])).toEqual([
    ["a", 40, 0, 0],
    ["b", 50, 0, 0],
    ["c", 60, 0, 0],
  ]);
});

test("a street drawn from right to left is still read from left to right", () => {
  const glyphs = textAlong([100, 0, 0, 0], letters, widths, 50);
  expect(glyphs?.map((glyph) => glyph.x)).toEqual([40, 50, 60]);
  expect(glyphs?.every((glyph) => Math.abs(glyph.angle) < 1e-9)).toBe(true);
});

test("no letter stands on its head, whatever the street's direction", () => {
  for (let degrees = 0; degrees < 360; degrees += 7) {
    const angle = (degrees * Math.PI) / 180;
    const glyphs = textAlong([0, 0, 100 * Math.cos(angle), 100 * Math.sin(angle)], letters, widths, 50);
    expect(glyphs).toBeDefined();
    for (const glyph of glyphs ?? []) expect(Math.cos(glyph.angle)).toBeGreaterThanOrEqual(-1e-9);
  }
});

test("a street too short or too bent carries no name", () => {
  expect(textAlong([0, 0, 20, 0], letters, widths, 10)).toBeUndefined();
  expect(textAlong([0, 0, 50, 0, 50, 50], letters, widths, 50)).toBeUndefined();
});

test("a long street has its name more than once, a short one once in the middle", () => {
  expect(anchors(200, 340)).toEqual([100]);
  expect(anchors(1_400, 340)).toEqual([175, 525, 875, 1_225]);
});

test("length is measured along the line", () => {
  expect(lengthOf([0, 0, 3, 4, 3, 10])).toBe(11);
});
