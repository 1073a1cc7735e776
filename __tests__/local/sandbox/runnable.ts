import type { Invocation, Runnable } from "../../../local/sandbox/runnable.ts";

/** A version of a function that is plain but for the changes. */
export function runnable(changes: Partial<Runnable> = {}): Runnable {
  return {
    key: "f:1",
    functionName: "f",
    version: "1",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/app",
    logGroup: "/aws/lambda/f",
    memoryMb: 128,
    timeoutSeconds: 60,
    tmpMb: 512,
    environment: {},
    mounts: [],
    codeDir: "/code",
    ...changes,
  };
}

export function invocation(event: unknown = {}): Invocation {
  return {
    requestId: "request-1",
    payload: Buffer.from(JSON.stringify(event)),
    functionArn: "arn:aws:lambda:r:1:function:f",
    traceId: "Root=1",
  };
}

/** What sandboxes know of their surroundings. */
export const surroundings = async () => ({
  region: "eu-west-1",
  endpoint: "http://127.0.0.1:1",
  credentials: { accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "token" },
});
