import { mkdtempSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createBundleStore } from "../../../src/aws/bundle-store.ts";
import { sha256Hex } from "../../../src/digest.ts";
import { clientsOf, openStandIn, type StandIn } from "../../local/stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

test("an archive comes back as it was uploaded; one that is not there is no error", async () => {
  const store = createBundleStore(
    clientsOf(standIn.aws).s3,
    clientsOf(standIn.aws).s3,
    "eu-west-1",
  );
  const [from, to] = ["from", "to"].map((name) => join(mkdtempSync(join(tmpdir(), "dl-")), name));
  const bytes = Buffer.alloc(200_000, "archive");
  await writeFile(from ?? "", bytes);
  await store.ensureBucket("archives");
  await store.upload("archives", "shop/a", from ?? "", sha256Hex(bytes), bytes.length);
  expect(await store.download("archives", "shop/a", to ?? "")).toBe(true);
  expect(await readFile(to ?? "")).toEqual(bytes);
  expect(await store.download("archives", "shop/b", to ?? "")).toBe(false);
  expect(await store.download("no-such-bucket", "shop/a", to ?? "")).toBe(false);
});
