import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Aws, type AwsOptions, startAws } from "../../local/aws.ts";
import type { Clock } from "../../src/ports/clock.ts";

/** An embedded AWS on a state folder of its own. The SDK's clients of this process talk to it until it is closed. */
export interface EmbeddedAws {
  readonly aws: Aws;
  readonly stateDir: string;
  /** The time there. Nothing passes it but sleep, and what is asked of the embedded AWS. */
  readonly clock: Clock;
  /** Stops it, and removes its state. */
  close(): Promise<void>;
}

/** @param options what a test wants otherwise, such as the region */
export async function openEmbeddedAws(options: Partial<AwsOptions> = {}): Promise<EmbeddedAws> {
  const stateDir = mkdtempSync(join(tmpdir(), "megamode-aws-"));
  let time = Date.now();
  // Each look at the clock finds it a second later, so that every change has taken effect by the next one.
  const now = () => {
    time += 1_000;
    return time;
  };
  const aws = await startAws({ stateDir, now, ...options });
  const former = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  });
  return {
    aws,
    stateDir,
    clock: {
      now: () => time,
      async sleep(milliseconds) {
        time += milliseconds;
      },
    },
    async close() {
      process.env = former;
      await aws.close();
      rmSync(stateDir, { recursive: true });
    },
  };
}
