import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { localAws, stopLocalAws } from "../../bin/local-aws.ts";
import type { Domain } from "../../local/gateway/domains.ts";
import { openRecords } from "../../local/state/records.ts";
import type { Cloud } from "../e2e/harness.ts";
import { freePort } from "../free-port.ts";

/** Inputs that mount a file system at /mnt/data, as EFS would be: SQLite's file outlives a sandbox there. */
export const FILE_SYSTEM = {
  "function-configuration": JSON.stringify({
    VpcConfig: {
      SubnetIds: ["subnet-0000000000000000a"],
      SecurityGroupIds: ["sg-0000000000000000a"],
    },
    FileSystemConfigs: [
      {
        Arn: "arn:aws:elasticfilesystem:eu-west-1:000000000000:access-point/fsap-0000000000000000a",
        LocalMountPath: "/mnt/data",
      },
    ],
  }),
};

/** Serves a stage without its name in the URL too, as a custom domain does. @returns that URL */
export async function serveAtRoot(cloud: Pick<Cloud, "state">, url: string): Promise<string> {
  const { port, pathname } = new URL(url);
  const free = await freePort();
  await stopLocalAws(cloud.state);
  openRecords<Domain>(join(cloud.state, "domains")).set(String(free), {
    apiId: port.padStart(10, "0"),
    stage: pathname.slice(1),
  });
  await localAws(cloud.state);
  return `https://localhost:${free}`;
}

/** What the function logs while something is done; its last lines come behind the answer. */
export async function logOf<T>(
  cloud: Cloud,
  functionName: string,
  action: () => Promise<T>,
): Promise<{ readonly result: T; readonly log: string }> {
  const file = join(cloud.state, "logs", `${functionName}.log`);
  const read = () => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  };
  const before = read().length;
  const result = await action();
  for (let tries = 0; tries < 50 && !/^REPORT /m.test(read().slice(before)); tries += 1) {
    await setTimeout(20);
  }
  return { result, log: read().slice(before) };
}
