import { describe, expect, test } from "@jest/globals";
import { renderColdStart } from "../../../src/report/cold-start.ts";

/** The bars alone, trimmed at their right ends. */
function bars(fetchMs: number, unpackMs: number, bootMs: number, totalMs: number): string[] {
  return renderColdStart({ fetchMs, unpackMs, bootMs, totalMs })
    .split("\n")
    .filter((line) => /^(fetch|unpack|boot)/.test(line))
    .map((line) => line.slice(8, 48).trimEnd());
}

describe("a cold start", () => {
  test("is shown as bars that follow each other, with their durations", () => {
    expect(
      renderColdStart({ fetchMs: 250, unpackMs: 500, bootMs: 1250, totalMs: 2000 }),
    ).toMatchInlineSnapshot(`
"Cold start: 2.0 s

\`\`\`text
fetch   █████                                     250 ms
unpack       ██████████                           500 ms
boot                   █████████████████████████  1.3 s
\`\`\`"
`);
  });

  test.each([
    ["nothing that was not done", [0, 0, 400, 400], ["", "", "█".repeat(40)]],
    ["something of the shortest part", [1, 9998, 1, 10_000], [1, 40, 1]],
    ["room for what lies between the parts", [10, 10, 10, 60], [7, 7, 7]],
    ["no more than the whole width", [400, 400, 400, 1000], [13, 13, 13]],
    ["nothing where all was there", [0, 0, 0, 0], [0, 0, 0]],
  ] as const)("has %s", (_, [fetch, unpack, boot, total], expected) => {
    const shown = bars(fetch, unpack, boot, total);
    for (const [at, bar] of shown.entries()) {
      const wanted = expected[at]!;
      if (typeof wanted === "string") expect(bar).toBe(wanted);
      else expect(bar.trimStart()).toHaveLength(wanted);
      expect(bar.length).toBeLessThanOrEqual(40);
    }
  });
});
