import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, test } from "@jest/globals";
import type { Network } from "../../../local/services/s3/network.ts";
import { loadBundle } from "../../../runtime/src/loader/load.ts";
import { clientsOf, openStandIn, type StandIn } from "../../local/stand-in.ts";
import { packed, tar } from "../../runtime/loader/archives.ts";

let standIn: StandIn;
const root = fs.mkdtempSync(join(tmpdir(), "mm-network-"));
afterEach(async () => {
  await standIn.close();
  fs.rmSync(root, { recursive: true });
});

/** Loads a megabyte that no compression makes smaller, in eight pieces. */
async function load(network: Network) {
  standIn = await openStandIn(network);
  const { s3 } = clientsOf(standIn.aws);
  const here = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } } as const;
  await s3.send(new CreateBucketCommand({ Bucket: "archives", ...here }));
  const content = randomBytes(2 ** 20);
  const bytes = await tar([{ name: "app/large", content }]);
  const { ref, objects } = packed("app", bytes, { pieceBytes: 2 ** 17 });
  for (const [Key, Body] of objects) {
    await s3.send(new PutObjectCommand({ Bucket: "archives", Key, Body }));
  }
  const { endpoint, region, credentials } = standIn.aws;
  await loadBundle([ref], { bucket: "archives", region, endpoint, ...credentials }, root);
  expect(fs.readFileSync(join(root, "app/large")).equals(content)).toBe(true);
}

test("the loader loads everything though every second response is an error or breaks off", async () => {
  let asked = 0;
  const fault: Network["fault"] = ({ operation }) => {
    if (operation !== "GetObject") return undefined;
    asked += 1;
    if (asked % 4 === 1) return { kind: "error" };
    return asked % 4 === 3 ? { kind: "reset", after: 1000 } : undefined;
  };
  await load({ fault });
  expect(asked).toBeGreaterThan(12);
});
