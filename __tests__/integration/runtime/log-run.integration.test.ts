import { beforeAll, expect, test } from "@jest/globals";
import { runLog } from "../../log-run/run.ts";
import { installServers } from "./real-servers.ts";

let abi: string;
beforeAll(() => {
  abi = installServers();
});

// `npm run test:log` sends twenty thousand.
test("of two sandboxes that are frozen between requests no line is lost, or said to be of another request", async () => {
  const judgements = await runLog(abi, { sandboxes: 2, requests: 400 });
  for (const { problems, marked, later, lines } of judgements) {
    expect(problems).toEqual([]);
    expect(lines).toBeGreaterThanOrEqual(600);
    // A thread that outlives its request writes some of its lines in a later one.
    expect(marked).toBeGreaterThan(0);
    expect(later).toBeGreaterThan(0);
  }
});
