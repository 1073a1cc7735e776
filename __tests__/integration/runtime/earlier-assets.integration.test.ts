import fs from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { archive, onlyPiece } from "../../runtime/loader/archives.ts";
import { type Testbed, testbed } from "./testbed.ts";

const OLD = "app/public/assets/old-1.css";
const assets = await archive("assets", [{ name: OLD, content: "body {}" }]);

let bed: Testbed;
afterEach(() => bed.stop());

/** The bundle's own archive is answered at once, that of the assets when the test says so. */
async function held(): Promise<() => void> {
  bed = await testbed("", 60_000, "", assets);
  let go = () => {};
  const asked = new Promise<void>((resolve) => {
    go = resolve;
  });
  bed.s3.behaviours.push(
    () => false,
    (_request: IncomingMessage, response: ServerResponse) => {
      const { bytes } = onlyPiece(assets);
      asked.then(() => response.writeHead(200, { "content-length": bytes.length }).end(bytes));
      return true;
    },
  );
  return go;
}

const ask = (path: string) => answerHttp(restApi, restEvent({ path }), invocation, bed.deps);
const settled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), sleep(100, false)]);

test("the app serves before they are there; who asks for one of them waits, who asks for another file does not", async () => {
  const go = await held();
  await bed.sandbox.ready();
  fs.mkdirSync(`${bed.root}/app/public/assets`, { recursive: true });
  fs.writeFileSync(`${bed.root}/app/public/assets/new-2.css`, "");
  await Promise.all([ask("/posts"), ask("/assets/new-2.css")]);
  const old = ask("/assets/old-1.css");
  expect(await settled(old)).toBe(false);
  expect(fs.existsSync(`${bed.root}/${OLD}`)).toBe(false);
  go();
  await old;
  expect(fs.readFileSync(`${bed.root}/${OLD}`, "utf8")).toBe("body {}");
});

test("a restarted runtime does not load them again", async () => {
  const go = await held();
  go();
  await bed.sandbox.ready();
  await bed.sandbox.settled("/assets/old-1.css");
  const next = bed.again();
  await next.ready();
  await next.settled("/assets/old-1.css");
  expect(bed.s3.requests).toHaveLength(2);
});

test("where they cannot be had, the app serves without them, and one line says so", async () => {
  bed = await testbed("", 60_000, "", assets);
  bed.s3.objects.delete(onlyPiece(assets).key);
  await bed.sandbox.ready();
  expect(await ask("/assets/old-1.css")).toMatchObject({ statusCode: 200 });
  await ask("/assets/old-1.css");
  const lines = bed.output.text.split("\n").filter((line) => line.startsWith("megamode:"));
  expect(lines).toEqual([expect.stringMatching(/previous release are missing: .*NoSuchKey/)]);
  expect(bed.s3.requests).toHaveLength(4);
});
