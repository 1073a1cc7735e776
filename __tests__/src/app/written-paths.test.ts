import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findWrittenPaths, renderWrittenPaths } from "../../../src/app/written-paths.ts";

describe("paths that views write out", () => {
  test("are those of Rails' own layout, in the example", async () => {
    const example = resolve(import.meta.dirname, "../../../examples/rails");
    const found = await findWrittenPaths(example);
    expect(found).toEqual([
      {
        file: "app/views/layouts/application.html.erb",
        paths: ["/manifest.json", "/icon.png", "/icon.svg"],
      },
    ]);
    expect(renderWrittenPaths(found)).toContain("`/icon.png`");
  });

  test("are neither other hosts' nor helpers'", async () => {
    const dir = mkdtempSync(join(tmpdir(), "views-"));
    mkdirSync(join(dir, "app/views/posts"), { recursive: true });
    const view = `<a href="//cdn.example/x"> <a href="https://x/y"> <a href="/about"> <%= link_to "x", "/y" %>
      <img src='/logo.svg'> <form action="/<%= x %>"> <a href="#top">`;
    writeFileSync(join(dir, "app/views/posts/index.html.erb"), view);
    expect(await findWrittenPaths(dir)).toEqual([
      { file: "app/views/posts/index.html.erb", paths: ["/about", "/logo.svg"] },
    ]);
  });

  test("are none in an app without views", async () => {
    expect(renderWrittenPaths(await findWrittenPaths(tmpdir()))).toBe("");
  });
});
