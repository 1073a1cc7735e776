import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startAws } from "./aws.ts";
import { STRICT } from "./control/trouble.ts";
import { writeJson } from "./state/records.ts";

const { values } = parseArgs({
  options: {
    state: { type: "string" },
    port: { type: "string" },
    region: { type: "string" },
    "s3-rate": { type: "string" },
    strict: { type: "boolean" },
  },
});
if (values.state === undefined) {
  console.error(
    "usage: node local/main.ts --state DIR [--port N] [--region NAME] [--s3-rate MB/s] [--strict]",
  );
  process.exit(2);
}
const stateDir = resolve(values.state);
const starting = startAws({
  stateDir,
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.region !== undefined && { region: values.region }),
  ...(values["s3-rate"] !== undefined && {
    s3: { bytesPerSecond: Number(values["s3-rate"]) * 1e6 },
  }),
  // The variable reaches those that another program starts.
  ...((values.strict || process.env.MEGAMODE_STRICT_AWS === "1") && { trouble: STRICT }),
});
const aws = await starting.catch((error: NodeJS.ErrnoException & { port?: number }) => {
  if (error.code !== "EADDRINUSE") throw error;
  console.error(
    `port ${error.port} is in use, but ${stateDir} belongs to it. End the program that listens there (\`ss -ltnp\` names it), or give another --state.`,
  );
  process.exit(1);
});
const file = join(stateDir, "endpoint.json");
writeJson(file, {
  endpoint: aws.endpoint,
  pid: process.pid,
  region: aws.region,
  account: aws.account,
  accessKeyId: aws.credentials.accessKeyId,
  secretAccessKey: aws.credentials.secretAccessKey,
  caFile: aws.caFile,
  apiUrl: aws.apiUrl,
});
console.log(`The embedded AWS listens on ${aws.endpoint}; its state is in ${stateDir}`);

let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    // First, so that nobody mistakes a stopping embedded AWS for a running one.
    rmSync(file, { force: true });
    aws.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
