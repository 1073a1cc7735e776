import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Key } from "../signature/keys.ts";
import { writeJson } from "../state/records.ts";

/** The key that may do everything: what a workflow's credentials are on AWS. */
export interface Deployer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Made at the first start, and kept. */
export function openDeployer(stateDir: string): Deployer {
  const file = join(stateDir, "deployer.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Deployer;
  const deployer: Deployer = {
    accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
  };
  writeJson(file, deployer);
  return deployer;
}

export function deployerKey(deployer: Deployer, account: string): Key {
  return {
    secretAccessKey: deployer.secretAccessKey,
    principal: { arn: `arn:aws:iam::${account}:user/deployer`, account },
  };
}
