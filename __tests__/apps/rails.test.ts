import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, deploy, openCloud, succeeded } from "../e2e/harness.ts";
import { INSTALLED, railsNew, railsVersions } from "./rails-new.ts";
import { FILE_SYSTEM, logOf, serveAtRoot } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 60_000);
afterAll(() => cloud?.close());

/** Deploys a generated app. @returns its name, its URL, and the one that has no prefix */
async function deployed(version: string, flags: readonly string[], name: string) {
  const app = await railsNew(version, flags);
  const { outputs } = succeeded(
    await deploy(cloud, {
      app,
      stage: "dev",
      inputs: {
        app: name,
        "release-command": "bin/rails db:migrate",
        environment: "DATABASE_URL=sqlite3:/mnt/data/production.sqlite3",
        "prewarm-concurrency": "1",
        ...FILE_SYSTEM,
      },
      env: INSTALLED,
    }),
  );
  const url = outputs.url ?? "";
  return { name: outputs["function-name"] ?? "", url, root: await serveAtRoot(cloud, url) };
}

const token = (html: string) =>
  /<form[^>]*>.*?name="authenticity_token" value="([^"]+)"/s.exec(html)?.[1] ?? "";

describe.each(railsVersions)("Rails %s, as `rails new` makes it", (version, flags) => {
  let stage: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    stage = await deployed(version, flags, `full-${version.replace(".", "")}`);
  }, 1_200_000);

  describe.each(["below its stage", "at the root of a domain"])("%s", (where) => {
    let url: string;
    let prefix: string;
    beforeAll(() => {
      url = where === "below its stage" ? stage.url : stage.root;
      prefix = where === "below its stage" ? "/dev" : "";
    });

    test("shows its root page, with a session and lines in the log", async () => {
      const visitor = newVisitor(cloud);
      const { result: first, log } = await logOf(cloud, stage.name, () => visitor.get(`${url}/`));
      expect([first.status, first.body]).toEqual([200, expect.stringContaining("Visits: 1<")]);
      expect(first.body).toContain(`<a href="${prefix}/posts">Posts</a>`);
      expect(first.headers["set-cookie"]).toEqual([
        expect.stringMatching(new RegExp(`path=${prefix || "/"}(;|$)`, "i")),
      ]);
      expect((await visitor.get(`${url}/`)).body).toContain("Visits: 2<");

      const lines = log.split("\n");
      const one = (pattern: RegExp) => lines.filter((line) => pattern.test(line));
      expect(one(/^Processing GET /)).toEqual([`Processing GET ${prefix}/`]);
      expect(one(/^Rails: .*Started GET/)).toEqual([
        expect.stringContaining(`Started GET "${prefix}/" for`),
      ]);
      expect(one(/^Rails: .*Completed 200 OK in /)).toHaveLength(1);
      expect(one(/^Completed Status Code 200 in /)).toHaveLength(1);
      expect(log).not.toContain("only at debug");
      expect(log).not.toContain("\u001b");
    }, 60_000);

    test("sends its stylesheets, and the image that one names", async () => {
      const visitor = newVisitor(cloud);
      const { body } = await visitor.get(`${url}/`);
      const at = (path: string) => new URL(path, url).href;
      const sheets = [...body.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)];
      const hrefs = [...sheets, ...body.matchAll(/<link [^>]*href="([^"]+\.css)"/g)].map(
        ([, href = ""]) => href,
      );
      const css = await Promise.all(
        [...new Set(hrefs)].map(async (href) => ({ href, page: await visitor.get(at(href)) })),
      );
      expect(css.filter(({ href }) => !href.startsWith(`${prefix}/assets/`))).toEqual([]);
      expect(css.map(({ page }) => page.status)).toEqual(css.map(() => 200));
      const sheet = css.find(({ page }) => page.body.includes("ground"));
      const [, image = ""] = /url\("?'?([^"')]+)/.exec(sheet?.page.body ?? "") ?? [];
      expect(image).toMatch(/ground-\w+\.svg$/);
      const ground = await visitor.get(new URL(image, at(sheet?.href ?? "")).href);
      expect([ground.status, ground.body]).toEqual([200, expect.stringContaining("<circle")]);
      const [, dot = ""] = /<img[^>]* src="([^"]+)"/.exec(body) ?? [];
      expect(dot).toMatch(new RegExp(`^${prefix}/assets/dot-\\w+\\.svg$`));
      expect((await visitor.get(at(dot))).status).toBe(200);
    }, 60_000);

    test("takes a form with its token, redirects, and shows a flash; refuses one without", async () => {
      const visitor = newVisitor(cloud);
      const form = await visitor.get(`${url}/posts/new`);
      expect(form.body).toContain(` action="${prefix}/posts"`);
      const title = `Grüße ${where}`;
      const made = await visitor.post(`${url}/posts`, {
        authenticity_token: token(form.body),
        "post[title]": title,
      });
      expect(made.status).toBe(302);
      expect(made.headers.location).toMatch(new RegExp(`^${url}/posts/\\d+$`));
      const shown = await visitor.get(made.headers.location ?? "");
      expect(shown.body).toContain("Post was successfully created.");
      expect(shown.body).toContain(title);
      const away = await visitor.get(`${url}/away`);
      expect([away.status, away.headers.location]).toEqual([302, `${url}/posts`]);
      const refused = await visitor.post(`${url}/posts`, { "post[title]": "forged" });
      expect(refused.status).toBe(422);
    }, 60_000);

    test("sends static files and its own error pages, and says in the log what went wrong", async () => {
      const visitor = newVisitor(cloud);
      expect((await visitor.get(`${url}/robots.txt`)).status).toBe(200);
      const missing = await visitor.get(`${url}/no/such/page`);
      expect([missing.status, missing.body]).toEqual([
        404,
        expect.stringContaining("The page you were looking for doesn't exist"),
      ]);
      const { result: broken, log } = await logOf(cloud, stage.name, () =>
        visitor.get(`${url}/boom`),
      );
      expect([broken.status, broken.body]).toEqual([
        500,
        expect.stringContaining("We're sorry, but something went wrong"),
      ]);
      expect(log).toMatch(/^Rails: .*RuntimeError \(as it was meant\)/m);
      expect(log).toMatch(/^Rails: .*app\/controllers\/home_controller\.rb:\d+/m);
    }, 60_000);
  });
});

describe.each(railsVersions)("Rails %s with --api", (version) => {
  let stage: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    const listen = version === "6.1" ? ["--skip-spring", "--skip-listen"] : [];
    stage = await deployed(version, ["--api", ...listen], `api-${version.replace(".", "")}`);
  }, 1_200_000);

  test.each(["below its stage", "at the root of a domain"])(
    "answers %s",
    async (where) => {
      const url = where === "below its stage" ? stage.url : stage.root;
      const prefix = where === "below its stage" ? "/dev" : "";
      const visitor = newVisitor(cloud);
      const { result: root, log } = await logOf(cloud, stage.name, () => visitor.get(`${url}/`));
      expect(JSON.parse(root.body)).toEqual({
        root: `${prefix}/`,
        post: `${url}/posts`,
        script: prefix,
      });
      expect(log.match(/^Rails: .*Started GET ".*" for/gm)).toHaveLength(1);
      expect(log).toMatch(/^Rails: .*Completed 200 OK in /m);
      const json = JSON.stringify({ post: { title: `Grüße ${where}` } });
      const made = await visitor.post(`${url}/posts`, json, "application/json");
      expect([made.status, JSON.parse(made.body).title]).toEqual([201, `Grüße ${where}`]);
      expect(made.headers.location).toMatch(new RegExp(`^${url}/posts/\\d+$`));
      expect((await visitor.get(made.headers.location ?? "")).status).toBe(200);
      const away = await visitor.get(`${url}/away`);
      expect([away.status, away.headers.location]).toEqual([302, `${url}/posts`]);
      expect((await visitor.get(`${url}/robots.txt`)).status).toBe(200);
      expect((await visitor.get(`${url}/no/such/page`)).status).toBe(404);
      const boom = await logOf(cloud, stage.name, () => visitor.get(`${url}/boom`));
      expect(boom.result.status).toBe(500);
      expect(boom.log).toMatch(/^Rails: .*RuntimeError \(as it was meant\)/m);
    },
    60_000,
  );
});
