import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Key } from "../../signature/keys.ts";
import { writeJson } from "../../state/records.ts";
import { parsePolicy, type Statement } from "./policy.ts";

/** What a workflow's credentials are on AWS: the key that may do everything, but for its policy. */
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

/** What the deployer may do, read anew each time: the policy in `deployer-policy.json`, or all. */
export function deployerPolicy(stateDir: string): () => readonly Statement[] | undefined {
  const file = join(stateDir, "deployer-policy.json");
  return () => (existsSync(file) ? parsePolicy(readFileSync(file, "utf8")) : undefined);
}
