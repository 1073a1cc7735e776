import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployByTerminal } from "../bin/deploy-by-terminal.ts";
import { stopLocalAws } from "../bin/local-aws.ts";
import { asPerson, boot } from "./boot.ts";
import { benchLoader } from "./loader.ts";
import { memoryFolder } from "./memory-folder.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { SamePage } from "./page.ts";
import { Series } from "./series.ts";
import { surroundingsOf } from "./surroundings.ts";
import { unpackRelease } from "./tree.ts";
import { prepareWay2018 } from "./way-2018.ts";
import { ROW, waysOf } from "./ways.ts";

/**
 * Measures cold starts and boots of an app: `npm run bench:coldstart`, as root. Prints a line for each figure of each
 * run, a table of medians and, last, one JSON object, whose keys docs/performance.md explains.
 */
const { runs, app, path: given, inputs: more } = optionsOrUsage();
const inputs = ["prewarm-rate=off", ...more]; // The schedule would start a sandbox while another one is measured.

const state = mkdtempSync(join(tmpdir(), "megamode-bench-"));
const { "function-name": functionName = "" } = await deployByTerminal({
  ...{ app, stage: "bench", state, inputs },
});
const tree = await unpackRelease(state, join(state, "tree"));
const path = given ?? tree.manifest.healthCheck.path;
const surroundings = await surroundingsOf(state, functionName);
const memory = memoryFolder("megamode-2018-");
const in2018 = await prepareWay2018(app, memory, path, inputs);
const ways = waysOf({ state, functionName, tree, surroundings, path }, in2018);

const page = new SamePage(path);
const ms = new Series();
const figures = new Series();
page.see("bundle exec puma", (await boot(tree, asPerson(tree), surroundings, path)).answer); // Fills its cache.
for (let run = 0; run < runs; run += 1) {
  for (const [name, way] of Object.entries(ways)) {
    const one = await way();
    page.see(name, one.answer);
    ms.add(one.ms);
    figures.add(one.more ?? {});
    for (const [row, took] of Object.entries(one.ms)) {
      console.log(`run ${run + 1}: ${row}: ${Math.round(took)} ms`);
    }
  }
}
await in2018.close();
rmSync(memory, { recursive: true });
await stopLocalAws(state); // Its S3 may be limited. The loader is compared, not the network.
const loader = await benchLoader(state, runs);
await stopLocalAws(state);
rmSync(state, { recursive: true, force: true });

console.log(`\n${page.served}\n`);
console.log("| | median of | ms |\n| --- | ---: | ---: |");
for (const row of Object.values(ROW))
  console.log(`| ${row} | ${runs} | ${Math.round(ms.median(row))} |`);
const { archives } = tree.manifest;
console.log(
  JSON.stringify({
    plainColdRatio: ms.ratio(ROW.coldPage, ROW.plainPage),
    plainColdRatios: ms.ratios(ROW.coldPage, ROW.plainPage),
    plainColdCpuRatio: figures.ratio("coldCpuMs", "plainCpuMs"),
    vs2018Ratio: ms.ratio(ROW.page2018, ROW.coldPage),
    overBootMs: Math.round(ms.median(ROW.cold) - ms.median(ROW.boot)),
    overBootLimitedMs: Math.round(ms.median(ROW.limited) - ms.median(ROW.boot)),
    bootsnapRatio: ms.ratio(ROW.boot, ROW.noBootsnap),
    plainRatio: ms.ratio(ROW.boot, ROW.plain),
    ...figures.medians(),
    loaderRatio: loader.loaderRatio,
    compressedBytes: archives.reduce((sum, { bytes }) => sum + bytes, 0),
    unpackedBytes: archives.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    peakRssMb: loader.peakRssMb,
  }),
);

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
