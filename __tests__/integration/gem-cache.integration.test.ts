import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { restoreGems } from "../../src/gems/cache/restore.ts";
import { saveGems } from "../../src/gems/cache/save.ts";
import { folderGemCache } from "../../src/host/gem-cache/folder.ts";
import { githubGemCache, hasGitHubCache } from "../../src/host/gem-cache/github.ts";
import { createShell } from "../../src/host/shell.ts";
import type { GemCache } from "../../src/ports/gem-cache.ts";
import { type ActionsCache, serveActionsCache } from "../stand-ins/actions-cache.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-gem-cache-"));
const before = { ...process.env };
let closing: () => Promise<void> = async () => {};
afterEach(async () => {
  await closing();
  closing = async () => {};
  process.env = { ...before };
  jest.restoreAllMocks();
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** A cache with nothing in it, and how to harm it from behind. */
interface Bench {
  readonly cache: GemCache;
  /** Breaks what is saved under every key. */
  corrupt(): void;
  truncate(): void;
  /** A cache that takes nothing. */
  denyWrites(): void;
  /** A cache that cannot be reached. */
  takeDown(): Promise<void>;
}

function folderBench(): Bench {
  const folder = mkdtempSync(join(scratch, "folder-"));
  const entries = () => readdirSync(folder).map((name) => join(folder, name, "ruby/fast.so"));
  const replaceByFile = () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
  };
  return {
    cache: folderGemCache(folder, createShell()),
    corrupt: () => entries().forEach((file) => void writeFileSync(file, "compiled otherwise")),
    truncate: () => entries().forEach((file) => void truncateSync(file, 3)),
    denyWrites: replaceByFile,
    takeDown: async () => replaceByFile(),
  };
}

async function githubBench(): Promise<Bench & { service: ActionsCache }> {
  const service = await serveActionsCache();
  closing = service.close;
  const env = {
    ACTIONS_CACHE_SERVICE_V2: "true",
    ACTIONS_RESULTS_URL: service.url,
    ACTIONS_RUNTIME_TOKEN: service.token,
    RUNNER_TEMP: mkdtempSync(join(scratch, "runner-")),
    GITHUB_WORKSPACE: mkdtempSync(join(scratch, "workspace-")),
  };
  Object.assign(process.env, env);
  jest.spyOn(process.stdout, "write").mockReturnValue(true); // The toolkit speaks for itself.
  expect(hasGitHubCache(process.env)).toBe(true);
  return {
    service,
    cache: githubGemCache(env, createShell()),
    corrupt: () => {
      for (const { content } of service.entries) content?.fill(7, content.length >> 1);
    },
    truncate: () => {
      for (const entry of service.entries) entry.content = entry.content?.subarray(0, 200);
    },
    denyWrites: () => {
      service.fault = "write denied";
    },
    takeDown: service.close,
  };
}

let count = 0;
const newDir = () => join(scratch, `gems-${count++}`);

/** Gems as one build made them. */
function vendored(extension = "compiled"): string {
  const dir = newDir();
  mkdirSync(join(dir, "ruby/empty"), { recursive: true });
  writeFileSync(join(dir, "ruby/fast.so"), extension);
  writeFileSync(join(dir, "ruby/run"), "#!/bin/sh\n");
  chmodSync(join(dir, "ruby/run"), 0o755);
  symlinkSync("run", join(dir, "ruby/link"));
  return dir;
}

const extensionIn = (dir: string) => readFileSync(join(dir, "ruby/fast.so"), "utf8");

describe.each([
  ["a folder", async () => folderBench()],
  ["GitHub's", githubBench],
] as const)("the gem cache: %s", (_, open) => {
  let bench: Bench;
  let said: string[];
  const log = (line: string) => void said.push(line);
  const save = (key: string, dir: string) => saveGems(bench.cache, key, dir, log);
  const restore = async (key: string) => {
    const dir = newDir();
    const restored = await restoreGems(bench.cache, [key], dir, log);
    return { restored, dir, extension: existsSync(dir) ? extensionIn(dir) : undefined };
  };
  beforeEach(async () => {
    said = [];
    bench = await open();
  });

  test("starts no program that a build has left in a folder of the user's", async () => {
    const planted = mkdtempSync(join(scratch, "planted-"));
    const mark = join(planted, "started");
    for (const name of ["tar", "gtar", "zstd", "cp"]) {
      writeFileSync(join(planted, name), `#!/bin/sh\necho ${name} >> ${mark}\nexit 1\n`, {
        mode: 0o755,
      });
    }
    const path = `${planted}:${process.env.PATH}`;
    process.env.PATH = path;
    await save("gems-1", vendored());
    expect((await restore("gems-1")).restored).toBe(true);
    expect(existsSync(mark) ? readFileSync(mark, "utf8") : "").toBe("");
    expect(process.env.PATH).toBe(path);
  });

  test("gives back what was saved: files, links, modes and folders", async () => {
    const dir = vendored();
    await save("gems-1", dir);
    const back = await restore("gems-1");
    expect(back.restored).toBe(true);
    expect(readdirSync(back.dir, { recursive: true }).sort()).toEqual([
      "ruby",
      "ruby/empty",
      "ruby/fast.so",
      "ruby/link",
      "ruby/run",
    ]);
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(
      readdirSync(back.dir, { recursive: true }).sort(),
    );
    expect(readlinkSync(join(back.dir, "ruby/link"))).toBe("run");
    expect(statSync(join(back.dir, "ruby/run")).mode & 0o777).toBe(0o755);
  });

  test("has nothing under a key that was never saved", async () => {
    await save("gems-1", vendored());
    expect(await restore("gems-2")).toMatchObject({ restored: false, extension: undefined });
  });

  test("has nothing under a key that only begins as another does, whoever saved that", async () => {
    await save("gems-1-planted", vendored("planted"));
    expect(await restore("gems-1")).toMatchObject({ restored: false, extension: undefined });
  });

  test("gives the second of two builds, which compiled the same gems at once, those of the first", async () => {
    const [first, second] = [vendored("compiled first"), vendored("compiled second")];
    await save("gems-1", first);
    await save("gems-1", second);
    expect([first, second].map(extensionIn)).toEqual(["compiled first", "compiled first"]);
    expect(readdirSync(second)).toEqual(["ruby"]);
  });

  test.each(["corrupt", "truncate"] as const)(
    "is not believed where an entry is damaged: %s",
    async (harm) => {
      await save("gems-1", vendored());
      bench[harm]();
      expect(await restore("gems-1")).toMatchObject({ restored: false, extension: undefined });
      const own = vendored("compiled again"); // And a build that compiles for itself goes on with its own.
      await save("gems-1", own);
      expect(extensionIn(own)).toBe("compiled again");
    },
  );

  test("that takes nothing changes nothing", async () => {
    bench.denyWrites();
    const own = vendored();
    await save("gems-1", own);
    expect(extensionIn(own)).toBe("compiled");
    expect(readdirSync(own)).toEqual(["ruby"]);
    expect(await restore("gems-1")).toMatchObject({ restored: false, extension: undefined });
  });

  test("that cannot be reached is as good as empty", async () => {
    await bench.takeDown();
    expect(await restore("gems-1")).toMatchObject({ restored: false, extension: undefined });
    const own = vendored();
    await save("gems-1", own);
    expect(extensionIn(own)).toBe("compiled");
  });
});

describe("the gem cache of GitHub", () => {
  test("does not find what was never finished, nor what it may not read", async () => {
    const { cache, service } = await githubBench();
    service.fault = "never final";
    const log = () => {};
    await saveGems(cache, "gems-1", vendored(), log);
    expect(service.calls).toContain("FinalizeCacheEntryUpload");
    service.fault = undefined;
    expect(await restoreGems(cache, ["gems-1"], newDir(), log)).toBe(false);
    await saveGems(cache, "gems-2", vendored(), log);
    service.fault = "read denied";
    expect(await restoreGems(cache, ["gems-2"], newDir(), log)).toBe(false);
    service.fault = undefined;
    expect(await restoreGems(cache, ["gems-2"], newDir(), log)).toBe(true);
  });

  test("is used where the job has it", () => {
    expect(hasGitHubCache({})).toBe(false);
    expect(hasGitHubCache({ ACTIONS_RUNTIME_TOKEN: "x" })).toBe(false);
  });
});

describe("the gem cache in a folder", () => {
  test("forgets what nobody restored for a month, and what is half-written is never found", async () => {
    const folder = mkdtempSync(join(scratch, "folder-"));
    const cache = folderGemCache(folder, createShell());
    await cache.save("gems-old", vendored());
    await cache.save("gems-used", vendored());
    const month = new Date(Date.now() - 31 * 24 * 3600 * 1000);
    for (const key of ["gems-old", "gems-used"]) utimesSync(join(folder, key), month, month);
    for (const name of [".1-gems-half", ".2-gems-old"]) mkdirSync(join(folder, name));
    utimesSync(join(folder, ".2-gems-old"), month, month);
    expect(await cache.restore("gems-half", newDir())).toBe(false);
    expect(await cache.restore("gems-used", newDir())).toBe(true);
    await cache.save("gems-new", vendored());
    expect(readdirSync(folder).sort()).toEqual([".1-gems-half", "gems-new", "gems-used"]);
  });
});
