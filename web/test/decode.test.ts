import { expect, test } from "vitest";

import { decodeLine, decodeRings } from "../src/decode";

// "AC" is (0, 1) in units: made by hand from the alphabet, and the same as in tests/unit/test_maps_packing.py
test("a hand-made line is read as its differences", () => {
  expect([...decodeLine("ACBA", [10, 20])]).toEqual([0.00001, 0.000021, 0.000009, 0.000021]);
});

test("numbers of more than five bits go on over letters", () => {
  // 1000 is 2000 as zigzag: 16 + 30 * 32 + 1 * 1024
  expect([...decodeLine("w-BA", [0, 0])]).toEqual([0.001, 0]);
});

test("rings are apart by a point", () => {
  expect(decodeRings("AC.CA", [0, 0]).map((ring) => [...ring])).toEqual([[0, 0.000001], [0.000001, 0]]);
});

test.each(["A", "A!", "ACg", "é"])("damaged text is refused: %s", (text) => {
  expect(() => decodeLine(text, [0, 0])).toThrow();
});

test("an empty line has no points", () => {
  expect(decodeLine("", [0, 0])).toHaveLength(0);
});
