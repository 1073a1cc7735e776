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
      { file: "app/views/pwa/manifest.json.erb", paths: ["/icon.png", "/"] },
    ]);
    expect(renderHardcodedPaths(found)).toBe(
      "# app/views/layouts/application.html.erb: left as it is; outside of the stage's path: " +
        "`/manifest.json`, `/icon.png`, `/icon.svg`\n" +
        "# app/views/pwa/manifest.json.erb: left as it is; outside of the stage's path: `/icon.png`, `/`\n",
    );
  });

  const found = async (file: string, text: string) =>
    (await findHardcodedPaths(tree({ [file]: text }))).flatMap(({ paths }) => paths);
  const view = "app/views/posts/index.html.erb";

  test.each([
    [view, '<a href="/about"> <a href="/about"> <img src=\'/logo.svg\'>', ["/about", "/logo.svg"]],
    [view, '<form action="/search"> <button formaction="/x">', ["/search", "/x"]],
    [view, '<div data-list-url="/items.json" data-path="/x">', ["/items.json", "/x"]],
    [view, '<a href="/users/<%= id %>/edit">', ["/users/…"]],
    [view, '<a href="/">', ["/"]],
    [view, '<%= link_to "x", "/y", class: "z" %> <%= button_to("x", "/z") %>', ["/y", "/z"]],
    [view, '<%= form_with(url: "/search") do %> <%= form_tag "/find" do %>', ["/search", "/find"]],
    [view, '<%= link_to "x", "/users/#{id}" %>', ["/users/…"]],
    [view, "<style>a { background: url(/paper.png) }</style>", ["/paper.png"]],
    [view, '<script>fetch("/api"); location.href = "/login"</script>', ["/api", "/login"]],
    ["app/views/a.haml", "%a{href: '/x'}\n%a{:href => '/y'}", ["/x", "/y"]],
    ["app/views/a.slim", 'a href="/x" x', ["/x"]],
    [
      "app/views/pwa/manifest.json.erb",
      '{"start_url": "/", "icons": [{"src": "/i.png"}]}',
      ["/", "/i.png"],
    ],
    ["public/site.webmanifest", '{"scope": "/app"}', ["/app"]],
    ["public/404.html", '<a href="/">', ["/"]],
    [
      "app/javascript/a.js",
      "fetch(`/api/$" + "{id}`); new EventSource('/events')",
      ["/api/…", "/events"],
    ],
    [
      "app/javascript/b.ts",
      'xhr.open("GET", "/a"); $.ajax({ url: "/b" }); axios.post("/c")',
      ["/a", "/b", "/c"],
    ],
    [
      "app/javascript/api.js",
      "axios.create({ baseURL: '/api' }); ky.extend({ prefixUrl: \"/v1\" }); client.defaults.baseURL = '/v2'",
      ["/api", "/v1", "/v2"],
    ],
    ["app/javascript/c.jsx", '<a href="/x">', ["/x"]],
    ["app/components/a.rb", 'a(href: "/x")', ["/x"]],
    ["app/helpers/a_helper.rb", 'link_to("x", "/y")', ["/y"]],
    ["views/index.erb", '<a href="/x">', ["/x"]],
    ["app.rb", "get('/') { '<a href=\"/x\">' }", ["/x"]],
  ])("are found in %s: %s", async (file, text, paths) => {
    expect(await found(file, text)).toEqual(paths);
  });

  test.each([
    [
      "other hosts'",
      view,
      '<a href="//cdn.example/x"> <a href="https://x/y"> fetch("https://x/y")',
    ],
    ["relative ones", view, '<a href="about"> <a href="#top"> <a href="?a=/x">'],
    ["begun by Ruby", view, '<form action="/<%= x %>"> <a href="<%= root_path %>/x">'],
    ["of asset helpers", view, '<%= image_tag "/x.png" %> <%= stylesheet_link_tag "/x.css" %>'],
    ["of helpers with a route", view, '<%= link_to "a/b", posts_path(q: "x"), title: "x" %>'],
    ["in text", view, "<p>Go to /about, or 'either/or' or \"/etc\"</p>"],
    [
      "redirects, which the gem corrects",
      "app.rb",
      'redirect "/x"; redirect_to "/y"; get("/z") { }',
    ],
    ["of a file system", "app/javascript/a.js", 'import "/x"; const a = "/y"; path.join("/z")'],
    ["of a pipeline's stylesheets", "app/assets/stylesheets/a.css", "a { b: url(/x.png) }"],
    ["what nobody sends", "app/models/a.rb", "x = '<a href=\"/x\">'"],
    ["a library in one file", "app/javascript/big.js", `fetch("/x")${" ".repeat(200_000)}`],
  ])("are not %s", async (_what, file, text) => {
    expect(await found(file, text)).toEqual([]);
  });

  test("are looked for in files, not in folders that are named so", async () => {
    const dir = tree({ "app/views/a.html.erb": '<a href="/x">' });
    mkdirSync(join(dir, "app/views/g.erb"));
    mkdirSync(join(dir, "h.rb"));
    expect((await findHardcodedPaths(dir)).map(({ file }) => file)).toEqual([
      "app/views/a.html.erb",
    ]);
  });

  test("are told in few lines, however many there are", () => {
    const paths = Array.from({ length: 10 }, (_, at) => `/${at}`);
    const many = Array.from({ length: 43 }, (_, at) => ({ file: `${at}.erb`, paths }));
    const lines = renderHardcodedPaths(many).trimEnd().split("\n");
    expect(lines).toHaveLength(41);
    expect(lines[0]).toMatch(/: `\/0`, .*`\/7` and 2 more$/);
    expect(lines.at(-1)).toBe("# 3 more files write out such paths");
  });

  test("are none in an app without views", async () => {
    expect(renderHardcodedPaths(await findHardcodedPaths(tree({})))).toBe("");
  });
});
