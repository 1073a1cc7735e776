import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  askJson,
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  openCloud,
  PROJECT,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

/** Requests that the embedded AWS has logged so far. */
function requests(): { operation: string; path: string; status: number }[] {
  return readFileSync(join(cloud.state, "requests.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Archives that were uploaded since the log had that many lines. */
const uploadsSince = (count: number) =>
  requests()
    .slice(count)
    .filter(({ operation, path }) => operation === "PutObject" && path.includes("/archives/"));

const git = (app: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd: app,
    encoding: "utf8",
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" }, // `git status` would write its index.
  });

describe("deploying again", () => {
  const app = copyApp(join(FIXTURES, "probe"));
  // As the action is run: from a folder without node_modules.
  const dist = join(mkdtempSync(join(tmpdir(), "megamode-dist-")), "dist");
  cpSync(join(PROJECT, "dist"), dist, { recursive: true });
  const options = () => ({ app, dist, stage: "again", inputs: { app: "probe" } });

  test("uploads only the app archive where one file has changed, and nothing where nothing has", async () => {
    const first = succeeded(await deploy(cloud, options()));
    expect(first.outputs.url).toMatch(/^https:\/\/localhost:\d+\/again$/);
    expect(first.summary).toContain(first.outputs.url);
    expect(first.summary).toContain("| ruby |");
    expect(
      JSON.parse(first.outputs.report ?? "").archives.map((a: { uploaded: boolean }) => a.uploaded),
    ).toEqual([true, true, true]);
    expect(await askJson(cloud, `${first.outputs.url}/version`)).toBe("one\n");

    writeFileSync(join(app, "version.txt"), "two\n");
    let before = requests().length;
    const second = succeeded(await deploy(cloud, options()));
    const report = JSON.parse(second.outputs.report ?? "");
    expect(uploadsSince(before)).toHaveLength(1);
    expect(report.archives.filter((a: { uploaded: boolean }) => a.uploaded)).toMatchObject([
      { name: "app" },
    ]);
    expect(second.outputs).toMatchObject({
      changed: "true",
      "previous-version": first.outputs.version,
    });
    expect(second.outputs.url).toBe(first.outputs.url);
    expect(await askJson(cloud, `${second.outputs.url}/version`)).toBe("two\n");

    before = requests().length;
    const third = succeeded(await deploy(cloud, options()));
    expect(uploadsSince(before)).toEqual([]);
    expect(third.log).toMatch(/Nothing to do/);
    expect(third.outputs).toMatchObject({
      changed: "false",
      "uploaded-bytes": "0",
      version: second.outputs.version,
    });
  });
});

describe("the checkout", () => {
  test("is as it was, and no secret that lies in it is in an archive, a log or an output", async () => {
    const app = copyApp(join(FIXTURES, "probe"));
    const token = "planted-secret-5b1f";
    writeFileSync(join(app, ".gitignore"), ".env\nconfig/master.key\n");
    git(app, "init", "-q");
    git(app, "add", "-A");
    git(app, "commit", "-q", "-m", "app");
    git(app, "config", "http.extraheader", `AUTHORIZATION: basic ${token}`);
    mkdirSync(join(app, "config"));
    writeFileSync(join(app, "config/master.key"), token);
    writeFileSync(join(app, ".env"), `KEY=${token}`);
    appendFileSync(join(app, "version.txt"), "untracked change\n");
    const state = () => [
      git(app, "status", "--ignored", "--porcelain"),
      execFileSync(
        "sh",
        ["-c", 'find . -type f -exec sha256sum {} + | sort; find . -printf "%p %m %T@\\n" | sort'],
        {
          cwd: app,
          encoding: "utf8",
        },
      ),
    ];
    const before = state();
    const deployed = succeeded(
      await deploy(cloud, {
        app,
        stage: "secrets",
        inputs: { app: "probe" },
        env: { RUNNER_DEBUG: "1" },
      }),
    );
    expect(state()).toEqual(before);
    expect(JSON.stringify(deployed)).not.toContain(token);
    const stored = everyFile(join(cloud.state, "s3"));
    const archives = stored.map(unpacked);
    expect(archives.some((text) => text.includes("untracked change"))).toBe(true);
    expect(archives.filter((text) => text.includes(token))).toEqual([]);
  });
});

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function unpacked(file: string): string {
  const bytes = readFileSync(file);
  const zstd = bytes.readUInt32LE(0) === 0xfd2fb528;
  return (zstd ? zstdDecompressSync(bytes) : bytes).toString("latin1");
}
