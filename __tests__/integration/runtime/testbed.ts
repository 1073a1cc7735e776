import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Manifest } from "../../../contract/manifest.ts";
import { readEventSettings } from "../../../runtime/src/events/event-settings.ts";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import { Once } from "../../../runtime/src/logs/once.ts";
import type { MessageDeps } from "../../../runtime/src/messages/dispatch.ts";
import type { EventDeps } from "../../../runtime/src/requests/answer-event.ts";
import type { RequestDeps } from "../../../runtime/src/requests/request-deps.ts";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";
import { Sandbox } from "../../../runtime/src/server/sandbox.ts";
import { archive, type Packed } from "../../runtime/loader/archives.ts";
import { S3Server } from "../../runtime/loader/s3-server.ts";
import { Collected } from "../../runtime/logs/collected.ts";

const script = fileURLToPath(new URL("../../fixtures/runtime/rack-server.mjs", import.meta.url));

export interface Testbed {
  readonly deps: MessageDeps & RequestDeps & EventDeps;
  readonly sandbox: Sandbox;
  readonly output: Collected;
  readonly root: string;
  readonly s3: S3Server;
  /** A further sandbox object on the same root, as after a restart of the runtime. */
  again(): Sandbox;
  stop(): Promise<void>;
}

/** A whole proxy on a root of its own, with a stand-in for the rack server. */
export async function testbed(
  mode = "",
  requestTimeoutMs = 60_000,
  lambdaUrl = "",
  earlierAssets?: Packed,
): Promise<Testbed> {
  const root = fs.mkdtempSync(join(tmpdir(), "mm-"));
  const s3 = new S3Server();
  const location = await s3.start();
  const app = await archive("app", [{ name: "app/hello.txt", content: "hello" }]);
  s3.store(app, ...(earlierAssets ? [earlierAssets] : []));
  const place = { runDir: `${root}/run`, socket: `${root}/run/server.sock`, home: `${root}/home` };
  const manifest: Manifest = {
    schema: 1,
    archives: [app.ref],
    ...(earlierAssets ? { earlierAssets: earlierAssets.ref } : {}),
    server: {
      takesPrewarm: true,
      argv: [process.execPath, script, place.socket, mode, `${root}/home/flag`],
      cwd: `${root}/app`,
      env: { RAILS_ENV: "production" },
      defaults: { LANG: "C.UTF-8", GREETING: "default" },
    },
    label: "Rails",
    healthCheck: { path: "/up" },
  };
  const output = new Collected();
  const environment = {
    PATH: process.env.PATH!,
    GREETING: "operator",
    RAILS_ENV: "staging",
    AWS_REGION: "eu-west-1",
    AWS_LAMBDA_RUNTIME_API: "x",
    _HANDLER: "x",
    LD_LIBRARY_PATH: "/var/lang/lib",
    LAMBDA_TASK_ROOT: "/var/task",
    NODE_PATH: "/opt",
  };
  const options = { manifest, s3: location, root, place, environment, output };
  const all: Sandbox[] = [];
  const again = () => {
    const sandbox = new Sandbox({ ...options, startedAt: performance.now() });
    all.push(sandbox);
    return sandbox;
  };
  const sandbox = again();
  const deps = {
    sandbox,
    forwarder: new Forwarder(place.socket),
    output,
    leftOutHeaders: new LeftOutHeaders(output),
    once: new Once(output),
    lambdaUrl,
    requestTimeoutMs,
    failsInvocation: () => false,
    events: readEventSettings({ MEGAMODE_EVENTS_PATH: "/events" }),
  };
  const stop = async () => {
    deps.forwarder.close();
    await Promise.all(all.map((each) => each.stop(0)));
    await s3.stop();
    fs.rmSync(root, { recursive: true });
  };
  return { deps, sandbox, output, root, s3, again, stop };
}
