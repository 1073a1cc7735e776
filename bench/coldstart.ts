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
import { summarize } from "./summary.ts";
import { surroundingsOf } from "./surroundings.ts";
import { unpackRelease } from "./tree.ts";
import { prepareWay2018 } from "./way-2018.ts";
import { ROW, waysOf } from "./ways.ts";

/**
 * Measures cold starts and boots of an app: `npm run bench:coldstart`, as root. Prints a line for each figure of each
 * run, a table of medians and, last, one JSON object, whose keys docs/performance.md explains.
 */
const options = optionsOrUsage();
const state = mkdtempSync(join(tmpdir(), "megamode-bench-"));
const memory = memoryFolder("megamode-2018-");
try {
  await measure(options);
} finally {
  await stopLocalAws(state);
  rmSync(memory, { recursive: true, force: true });
  rmSync(state, { recursive: true, force: true });
}

async function measure({ runs, app, path: given, inputs: more }: Options): Promise<void> {
  const inputs = ["prewarm-rate=off", ...more]; // The schedule would start a sandbox while another one is measured.
  const { "function-name": functionName = "" } = await deployByTerminal({
    ...{ app, stage: "bench", state, inputs },
  });
  const tree = await unpackRelease(state, join(state, "tree"));
  const path = given ?? tree.manifest.healthCheck.path;
  const surroundings = await surroundingsOf(state, functionName);
  const in2018 = await prepareWay2018(app, memory, path, inputs);
  const page = new SamePage(path);
  const ms = new Series();
  const figures = new Series();
  try {
    const ways = waysOf({ state, functionName, tree, surroundings, path }, in2018);
    const { answer } = await boot(tree, asPerson(tree), surroundings, path); // Fills its cache.
    page.see("bundle exec puma", answer);
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
  } finally {
    await in2018.close();
  }
  await stopLocalAws(state); // Its S3 may be limited. The loader is compared, not the network.
  const loader = await benchLoader(state, runs);

  console.log(`\n${page.served}\n`);
  console.log("| | median of | ms |\n| --- | ---: | ---: |");
  for (const row of Object.values(ROW)) {
    console.log(`| ${row} | ${runs} | ${Math.round(ms.median(row))} |`);
  }
  const { archives } = tree.manifest;
  console.log(
    JSON.stringify({
      ...summarize(ms, figures),
      loaderRatio: loader.loaderRatio,
      compressedBytes: archives.reduce((sum, { bytes }) => sum + bytes, 0),
      unpackedBytes: archives.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
      peakRssMb: loader.peakRssMb,
    }),
  );
}

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
