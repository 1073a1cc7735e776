import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findHardcodedPaths, renderHardcodedPaths } from "../../../src/app/hardcoded-paths.ts";
import { tree } from "../../tree.ts";

describe("paths that views write out", () => {
  test("are those of Rails' own layout, in the example", async () => {
    const example = resolve(import.meta.dirname, "../../../examples/rails");
    const found = await findHardcodedPaths(example);
    expect(found).toEqual([
      {
        file: "app/views/layouts/application.html.erb",
        paths: ["/manifest.json", "/icon.png", "/icon.svg"],
      },
    ]);
    expect(renderHardcodedPaths(found)).toBe(
      "# app/views/layouts/application.html.erb: left as it is; outside of the stage's path: " +
        "`/manifest.json`, `/icon.png`, `/icon.svg`\n",
    );
  });

  test("are neither other hosts' nor helpers'", async () => {
    const dir = tree({
      "app/views/posts/index.html.erb": `<a href="//cdn.example/x"> <a href="https://x/y"> <a href="/about"> <%= link_to "x", "/y" %>
      <img src='/logo.svg'> <form action="/<%= x %>"> <a href="#top"> <a href="/about">`,
      "app/views/posts/show.html.erb": "<p>no path</p>",
    });
    expect(await findHardcodedPaths(dir)).toEqual([
      { file: "app/views/posts/index.html.erb", paths: ["/about", "/logo.svg"] },
    ]);
  });

  test("are looked for in templates of every kind, and in nothing else", async () => {
    const link = '<a href="/x">';
    const dir = tree({
      "app/views/a.html.erb": link,
      "app/views/b/c.haml": link,
      "app/views/d.slim": link,
      "app/views/e.rb": link,
      "app/helpers/f.erb": link,
    });
    mkdirSync(join(dir, "app/views/g.erb"));
    expect((await findHardcodedPaths(dir)).map(({ file }) => file)).toEqual([
      "app/views/a.html.erb",
      "app/views/b/c.haml",
      "app/views/d.slim",
    ]);
  });

  test("are none in an app without views", async () => {
    expect(renderHardcodedPaths(await findHardcodedPaths(tree({})))).toBe("");
  });
});
