import type { Series } from "./series.ts";
import { ROW } from "./ways.ts";

/**
 * Compares the ways of all runs. docs/performance.md explains the keys.
 * @param ms milliseconds by the table's row
 * @param figures further figures, whose medians are shown by their own names
 */
export function summarize(ms: Series, figures: Series) {
  return {
    plainColdRatio: ms.ratio(ROW.coldPage, ROW.plainPage),
    plainColdRatios: ms.ratios(ROW.coldPage, ROW.plainPage),
    plainColdCpuRatio: figures.ratio("coldCpuMs", "plainCpuMs"),
    vs2018Ratio: ms.ratio(ROW.page2018, ROW.coldPage),
    overBootMs: Math.round(ms.median(ROW.cold) - ms.median(ROW.boot)),
    overBootLimitedMs: Math.round(ms.median(ROW.limited) - ms.median(ROW.boot)),
    bootsnapRatio: ms.ratio(ROW.boot, ROW.noBootsnap),
    plainRatio: ms.ratio(ROW.boot, ROW.plain),
    ...figures.medians(),
  };
}
