import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Key } from "../../signature/keys.ts";
import { writeJson } from "../../state/records.ts";
import { parsePolicy, type Statement } from "./policy.ts";

/** The key that a workflow's credentials are on AWS. It may do everything unless it has a policy. */
export interface Deployer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Makes the key at the first start and reads it afterwards. */
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

/** The deployer as a key that signatures are verified with. */
export function deployerKey(deployer: Deployer, account: string, partition: string): Key {
  return {
    secretAccessKey: deployer.secretAccessKey,
    principal: { arn: `arn:${partition}:iam::${account}:user/deployer`, account },
  };
}

/** Returns a function that reads what the deployer may do: the policy in `deployer-policy.json`, or everything. */
export function deployerPolicy(stateDir: string): () => readonly Statement[] | undefined {
  const file = join(stateDir, "deployer-policy.json");
  return () => (existsSync(file) ? parsePolicy(readFileSync(file, "utf8")) : undefined);
}
