import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "@jest/globals";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { runLog } from "../../log-run/run.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { installServers, startServer } from "./real-servers.ts";

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

test("what Puma prints about an answer of its own is of the request that it answers", async () => {
  const server = startServer("puma", abi);
  const ask = async (query: string) => {
    server.output.writes.length = 0;
    const context = { ...invocation.context, awsRequestId: randomUUID() };
    const event = restEvent({ multiValueQueryStringParameters: { q: [query] } });
    await answerHttp(restApi, event, { ...invocation, context }, server.deps);
    return server.output.text;
  };
  await ask("x");
  for (let i = 0; i < 5; i += 1) {
    // Any of Puma's threads may have served a request before.
    expect(await ask("x".repeat(12_000))).toMatch(
      /^Processing .*\nRack: (?!\[after ).*HTTP parse error.*\n(Rack: (?!\[after ).*\n)*Completed Status Code 400/,
    );
    expect(await ask("x")).toMatch(/Completed Status Code 200/);
  }
  await server.stop();
});
