import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { deployerPolicy, openDeployer } from "../../../../local/services/iam/deployer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-deployer-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the deployer's key is made once, and only its owner can read it", () => {
  const deployer = openDeployer(folder);
  expect(deployer.accessKeyId).toMatch(/^AKIA[0-9A-F]{16}$/);
  expect(openDeployer(folder)).toEqual(deployer);
  expect(statSync(join(folder, "deployer.json")).mode & 0o777).toBe(0o600);
});

test("the deployer's policy is read each time", () => {
  const policy = deployerPolicy(folder);
  expect(policy()).toBeUndefined();
  writeFileSync(
    join(folder, "deployer-policy.json"),
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
    }),
  );
  expect(policy()).toMatchObject([{ effect: "Deny", actions: ["s3:*"] }]);
});
