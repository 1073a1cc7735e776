import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { CHROMIUM } from "../apps/try/chromium.ts";
import { judge, linksToFollow } from "../apps/try/findings.ts";
import { withoutKnown } from "../apps/try/known.ts";
import { copyApp, FIXTURES, PROJECT, run } from "./harness.ts";

const BASE = "https://localhost:4000/dev";

describe("what `npm run test:app` makes of what a browser saw", () => {
  const seen = (path: string, status: number) => ({
    ...{ method: "GET", url: `https://localhost:4000${path}`, status },
  });

  test("an error below the stage is a failure, what is asked for beside it is told, other hosts and what a page made itself are not", () => {
    const other = { method: "GET", url: "https://elsewhere.example/x", status: 500 };
    const made = { method: "GET", url: "blob:https://localhost:4000/0a1b", status: 200 };
    const all = [seen("/dev/a?b", 500), seen("/dev/c", 0), seen("/developer", 404), other, made];
    expect(judge([...all, seen("/dev", 200), seen("/dev/a?d", 500)], BASE)).toEqual({
      failures: ["GET /dev/a: 500", "GET /dev/c: no answer"],
      outside: ["GET /developer: 404"],
    });
  });

  test("what an app does wrong on every server is no failure, but told", () => {
    const found = { failures: ["GET /a: 422", "script: no menu", "GET /a: 500"], outside: [] };
    expect(withoutKnown(found, [/^GET \/a: 422$/, /no menu$/])).toEqual({
      ...{ failures: ["GET /a: 500"], outside: [] },
      known: ["GET /a: 422", "script: no menu"],
    });
    expect(withoutKnown(found, [])).toEqual({ ...found, known: [] });
  });

  test("links are followed once, below the stage, and only where they change nothing", () => {
    const link = (path: string, method: string | null = null) => ({
      ...{ href: `https://localhost:4000${path}`, method },
    });
    const links = ["/dev/a#b", "/dev/a#c", "/elsewhere", "/dev/users/sign_out"].map((path) =>
      link(path),
    );
    const all = [...links, link("/dev/posts/1", "delete"), link("/dev/d", "get"), link("/dev/e")];
    expect(linksToFollow(all, BASE, 2)).toEqual([`${BASE}/a`, `${BASE}/d`]);
  });
});

describe("`npm run test:app`", () => {
  (CHROMIUM ? test : test.skip)(
    "names what is broken behind an app's first page, and what does not work of its smoke path",
    async () => {
      const app = copyApp(join(FIXTURES, "session"));
      writeFileSync(
        join(app, "config.ru"),
        `run lambda { |env|
        at = env["SCRIPT_NAME"]
        pages = { "/" => "<a href='#{at}/one'>1</a><img src='#{at}/none.png'>" \\
                   "<link rel=stylesheet href='#{at}/none.css'><script src='#{at}/none.js'></script>", "/one" => "<script>oops()</script>" }
        page = pages[env["PATH_INFO"]]
        [page ? 200 : 404, { "content-type" => "text/html" }, ["<!DOCTYPE html><link rel=icon href=data:,>#{page}"]]
      }`,
      );
      const smoke = join(app, "..", "smoke.mjs");
      writeFileSync(
        smoke,
        `export default async ({ page, url, go }) => {
        await go("/");
        await page.click("a");
        await page.waitForURL(url + "/one");
        throw new Error("no log-in");
      };`,
      );
      const main = join(PROJECT, "__tests__/apps/try/main.ts");
      const { status, log } = await run(process.execPath, [main, app, "--smoke", smoke], {
        PATH: process.env.PATH ?? "",
        HOME: process.env.HOME ?? "",
        XDG_CACHE_HOME: join(PROJECT, ".megamode/cache"),
      });
      const found = JSON.parse(log.slice(log.lastIndexOf("\n{")));
      expect(found.error).toBeUndefined();
      for (const [where, prefix] of [
        ["below the stage", "/dev"],
        ["at the root", ""],
      ]) {
        const failures = [
          expect.stringMatching(new RegExp(`^GET ${prefix}/none.css: (404|no answer)$`)),
          `GET ${prefix}/none.js: 404`,
          `GET ${prefix}/none.png: 404`,
          "script: oops is not defined",
        ];
        expect([...found[`walk ${where}`].failures].sort()).toEqual(failures);
        expect([...found[`smoke ${where}`].failures].sort()).toEqual([
          ...failures,
          expect.stringMatching(new RegExp(`^stopped at .*${prefix}/one: no log-in$`)),
        ]);
      }
      expect(found.checkout).toMatch(/^unchanged: [0-9a-f]{64}$/);
      expect(status).toBe(1);
    },
  );
});
