import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, deploy, openCloud, succeeded } from "../e2e/harness.ts";
import { openSandbox } from "../e2e/own-sandbox.ts";
import { deployed, expectUntouched, type RailsStage } from "./rails-deployed.ts";
import { INSTALLED, railsVersions } from "./rails-new.ts";
import { logOf } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 60_000);
afterAll(() => cloud?.close());

const token = (html: string) =>
  /<form[^>]*>.*?name="authenticity_token" value="([^"]+)"/s.exec(html)?.[1] ?? "";

describe.each(railsVersions)("Rails %s, as `rails new` makes it", (version, flags) => {
  let stage: RailsStage;
  beforeAll(async () => {
    stage = await deployed(cloud, version, flags, `full-${version.replace(".", "")}`);
  }, 1_200_000);

  test("stays as it is in the checkout, and the diff is what is done to the copy", async () => {
    await expectUntouched(stage);
  }, 60_000);

  test("starts without any input too, and says what a sandbox would lose", async () => {
    const [name] = stage.name.split("-dev");
    const inputs = { app: name ?? "" };
    const options = { app: stage.app, inputs, env: INSTALLED };
    const { outputs, log } = succeeded(await deploy(cloud, { ...options, stage: "new" }));
    const path = Number(version) < 7.1 ? "/robots.txt" : "/up";
    expect((await newVisitor(cloud).get(`${outputs.url}${path}`)).status).toBe(200);
    if (Number(version) < 8) return;
    const files = ["", "_cache", "_queue", "_cable"].map((of) => `storage/production${of}.sqlite3`);
    for (const file of files) expect(log).toMatch(new RegExp(`^warning: .*${file}`, "m"));
    const refused = await deploy(cloud, { ...options, stage: "production" });
    expect([refused.status, refused.log]).toEqual([1, expect.stringContaining("would lose data")]);
    expect(refused.log).toContain("Give `DATABASE_URL`, `CACHE_DATABASE_URL`");
  }, 900_000);

  describe.each([
    ["where nothing waits for Rails' classes", {}, []],
    ["where hooks wait for them", { WITH_HOOKS: "1" }, ["action_mailer", "active_storage_blob"]],
  ])("%s", (_, more, hooked) => {
    test("answers its first request as if Rails had loaded everything", async () => {
      const open = (value: string) =>
        openSandbox(cloud, stage.name, { MEGAMODE_EAGER_LOAD: value, ...more });
      const eager = await (await open("app")).askJson("/first");
      expect(eager).toEqual({
        sti: ["FireTruck", "Truck"],
        condition: expect.stringContaining("IN ('Truck', 'FireTruck')"),
        hooked,
        mail: [["c@d.example"], "Greetings", "note"],
        at_once: ["ActiveStorage::Blob", "ActionText::RichText"].flatMap((name) => [name, name]),
        notes: expect.stringContaining("<b>fast</b>"),
        zone: "2024-07-01T05:45:00+05:45",
      });
      expect(await (await open("auto")).askJson("/first")).toEqual(eager);
      const prewarmed = await open("auto");
      await prewarmed.prewarm();
      expect(await prewarmed.askJson("/first")).toEqual(eager);
    }, 300_000);
  });

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

    test("sends every script that the import map names", async () => {
      const visitor = newVisitor(cloud);
      const { body } = await visitor.get(`${url}/`);
      const [, map] = /<script type="importmap"[^>]*>(.*?)<\/script>/s.exec(body) ?? [];
      if (flags.includes("--skip-javascript")) return expect(map).toBeUndefined();
      const paths = Object.values<string>(JSON.parse(map ?? "").imports);
      expect(paths).toContainEqual(expect.stringMatching(/\/turbo/));
      expect(paths.filter((path) => !path.startsWith(`${prefix}/assets/`))).toEqual([]);
      for (const path of paths) {
        const { status, headers } = await visitor.get(new URL(path, url).href);
        expect([path, status, headers["content-type"]]).toEqual([
          ...[path, 200, expect.stringMatching(/^(text|application)\/javascript/)],
        ]);
      }
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
        expect.stringMatching(/The page you were looking for doesn.t exist/),
      ]);
      const { result: broken, log } = await logOf(cloud, stage.name, () =>
        visitor.get(`${url}/boom`),
      );
      expect([broken.status, broken.body]).toEqual([
        500,
        expect.stringMatching(/We.re sorry, but something went wrong/),
      ]);
      expect(log).toMatch(/^Rails: .*RuntimeError \(as it was meant\)/m);
      expect(log).toMatch(/^Rails: .*app\/controllers\/home_controller\.rb:\d+/m);
    }, 60_000);
  });
});
