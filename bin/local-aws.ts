import { spawn } from "node:child_process";
import { existsSync, fstatSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Where the embedded AWS keeps its state by default. */
export const STATE = resolve(import.meta.dirname, "../.megamode/aws");

/** A running embedded AWS, as its `endpoint.json` describes it. */
export interface LocalAws {
  readonly endpoint: string;
  readonly pid: number;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly caFile: string;
  readonly apiUrl: string;
}

/**
 * Finds the running embedded AWS, or starts one in the background.
 * @param flags of `local/main.ts`, for one that has to be started, such as `--s3-rate 80`
 */
export async function localAws(state = STATE, flags: readonly string[] = []): Promise<LocalAws> {
  const running = readRunning(state);
  if (running) return running;
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const log = join(state, "aws.log");
  const out = openSync(log, "a");
  const { size } = fstatSync(out);
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../local/main.ts"), "--state", state, ...flags],
    { detached: true, stdio: ["ignore", out, out] },
  );
  child.unref();
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt += 1) {
    await setTimeout(100);
    const started = readRunning(state);
    if (started) return started;
  }
  const said = readFileSync(log).subarray(size).toString("utf8").trimEnd();
  throw new Error(`The embedded AWS did not start: ${said}`);
}

/** Ends a running embedded AWS and its sandboxes. @returns false if none was running */
export async function stopLocalAws(state = STATE): Promise<boolean> {
  const running = readRunning(state);
  if (!running) return false;
  process.kill(running.pid, "SIGTERM");
  while (isAlive(running.pid)) await setTimeout(50);
  return true;
}

/** Makes the environment by which the AWS SDK and the action find the embedded AWS. */
export async function environmentFor(state = STATE): Promise<Record<string, string>> {
  const aws = await localAws(state);
  return {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
    AWS_SESSION_TOKEN: "",
    MEGAMODE_EXECUTE_API_URL: aws.apiUrl,
    NODE_EXTRA_CA_CERTS: certificates(state, aws),
  };
}

/** Returns a file with the embedded AWS's certificate, and with those that this machine trusts already: its npm may need them. */
function certificates(state: string, { caFile }: LocalAws): string {
  const own = process.env.NODE_EXTRA_CA_CERTS;
  if (own === undefined || !existsSync(own)) return caFile;
  const file = join(state, "certificates.pem");
  if (own !== file)
    writeFileSync(file, `${readFileSync(own, "utf8")}\n${readFileSync(caFile, "utf8")}`);
  return file;
}

function readRunning(state: string): LocalAws | undefined {
  try {
    const found = JSON.parse(readFileSync(join(state, "endpoint.json"), "utf8")) as LocalAws;
    return isAlive(found.pid) ? found : undefined;
  } catch {
    return undefined; // It never ran, or the file is just being written.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
