import { expect, test } from "@jest/globals";
import { Series } from "../../bench/series.ts";

test("a ratio is that of the medians, beside those of each run", () => {
  const series = new Series();
  for (const [cold, plain] of [
    [90, 100],
    [300, 120],
    [110, 140],
  ] as const) {
    series.add({ cold, plain });
  }
  expect(series.medians()).toEqual({ cold: 110, plain: 120 });
  expect(series.ratio("cold", "plain")).toBe(0.92);
  expect(series.ratios("cold", "plain")).toEqual([0.9, 2.5, 0.79]);
  expect(series.ratio("cold", "unknown")).toBe(Number.POSITIVE_INFINITY);
});
