import { expect, test } from "@jest/globals";
import { Series } from "../../bench/series.ts";
import { summarize } from "../../bench/summary.ts";
import { ROW } from "../../bench/ways.ts";

test("first pages are divided by first pages, ours by the plain server's and 2018's by ours", () => {
  const ms = new Series();
  const figures = new Series();
  // Boots and cold starts end earlier: none of them may get into a ratio of first pages.
  ms.add({ [ROW.boot]: 900, [ROW.noBootsnap]: 1800, [ROW.plain]: 1000 });
  ms.add({ [ROW.cold]: 950, [ROW.limited]: 1050, [ROW.plainPage]: 1200 });
  ms.add({ [ROW.coldPage]: 1500, [ROW.page2018]: 4500 });
  figures.add({ coldCpuMs: 990, plainCpuMs: 1100 });
  expect(summarize(ms, figures)).toEqual({
    plainColdRatio: 1.25,
    plainColdRatios: [1.25],
    plainColdCpuRatio: 0.9,
    vs2018Ratio: 3,
    overBootMs: 50,
    overBootLimitedMs: 150,
    bootsnapRatio: 0.5,
    plainRatio: 0.9,
    coldCpuMs: 990,
    plainCpuMs: 1100,
  });
});
