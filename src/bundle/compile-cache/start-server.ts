import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { MARKER_START, PROXY_SECRET } from "../../../contract/headers.ts";
import type { ServerCommand } from "../../../contract/manifest.ts";
import { APP_DIR, BIN_DIR, ROOT, RUN_DIR, SOCKET } from "../../../contract/root.ts";
import { loadingEverything } from "../../app/server/eager-load.ts";
import { withLoadedFirst } from "../../app/server/preload.ts";
import { onSocket } from "../../app/server/relay.ts";
import { readTextIfThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { BUILDING } from "../build-command.ts";
import { CACHE } from "./compiled-files.ts";
import { START_ONCE } from "./start-once.ts";

/** Seconds in which the app must boot while every file is compiled, and in which it must end after SIGTERM. */
const LIMITS = ["120", "15"];

/**
 * Writes down each file that Ruby is about to load. Bootsnap takes over when the app sets it up: what it compiles is not
 * written down.
 */
const RECORDER = `
record = File.open(File.expand_path("loaded", __dir__), "ab")
record.sync = true
RubyVM::InstructionSequence.define_singleton_method(:load_iseq) do |path|
  record.write("#{path}\\0")
  nil
end
`;
const RECORDER_PATH = `${CACHE}/record.rb`;
const RECORD_PATH = `${CACHE}/loaded`;

export interface StartInput {
  readonly root: Pick<BuildRoot, "backing" | "shell">;
  /** The server's command and environment in Lambda. */
  readonly server: ServerCommand;
  /** Variables of the app, which come before the server's defaults. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly healthCheckPath: string;
  readonly log: (line: string) => void;
}

export interface Started {
  /** Whether it listened. */
  readonly isUp: boolean;
  /** The environment that it had. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it loaded, but for what bootsnap compiles: absolute paths, as the process names them. It wrote the list. */
  readonly loaded: readonly string[];
}

/**
 * Starts the server that ships, asks it for one page, and as a prewarm does, and ends it.
 * @param more variables that come before all others
 */
export async function startServer(
  { root, server, env: own, healthCheckPath, log }: StartInput,
  more: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const inBacking = (path: string) => join(root.backing, path);
  const run = inBacking(relative(ROOT, RUN_DIR));
  await mkdir(run, { recursive: true, mode: 0o700 });
  const env = {
    ...BUILDING,
    ...server.defaults,
    ...own,
    ...server.env,
    ...loadingEverything(server),
    ...more,
    [PROXY_SECRET]: randomBytes(24).toString("hex"),
  };
  await mkdir(inBacking(dirname(RECORDER_PATH)), { recursive: true });
  await writeFile(inBacking(RECORDER_PATH), RECORDER, { flag: "wx" });
  // What only a prewarm loads is compiled too.
  const prewarm = server.takesPrewarm ? "prewarm" : "";
  const argv = onSocket(withLoadedFirst(server, `${ROOT}/${RECORDER_PATH}`));
  const { status } = await root.shell.run(
    {
      file: `${BIN_DIR}/ruby`,
      args: ["-e", START_ONCE, "--", SOCKET, healthCheckPath, prewarm, ...LIMITS, ...argv],
      cwd: APP_DIR,
      env,
    },
    (line) => {
      if (!line.startsWith(MARKER_START)) log(line);
    },
  );
  const record = (await readTextIfThere(inBacking(RECORD_PATH))) ?? "";
  for (const path of [RECORDER_PATH, RECORD_PATH])
    await rm(inBacking(path), { recursive: true, force: true });
  await rm(run, { recursive: true });
  return { isUp: status === 0, env, loaded: record.split("\0").filter((path) => path !== "") };
}
