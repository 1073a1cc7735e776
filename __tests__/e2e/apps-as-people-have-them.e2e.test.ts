import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { CHROMIUM, launchChromium } from "../apps/try/chromium.ts";
import { openGate } from "../gate.ts";
import { CERTIFICATE } from "../pem.ts";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  type Deployed,
  deploy,
  FILE_SYSTEM,
  FIXTURES,
  get,
  openCloud,
  RAILS,
  type Reply,
  succeeded,
  withBundlerCache,
} from "./harness.ts";
import { openSandbox } from "./own-sandbox.ts";

/** What the Rails app's page `first` answers, as far as it depends on what waits for Rails' classes. */
interface First {
  readonly registered: { readonly hooks: readonly string[] };
  readonly hooked: readonly (readonly unknown[])[];
  readonly [part: string]: unknown;
}

/** Two apps that do what people reported elsewhere of apps that ran on their own machine and nowhere else. */
let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

function write(app: string, path: string, content: string | Buffer): void {
  const file = join(app, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What the embedded AWS was asked to store, each time that it was; not what it had no time for (503). */
const stored = () =>
  readFileSync(join(cloud.state, "requests.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ operation, path }) => operation === "PutObject" && path.includes("/archives/"))
    .filter(({ status }) => status !== 503)
    .map(({ path }) => path);

describe("a Rack app", () => {
  const app = copyApp(join(FIXTURES, "people-rack"));
  write(app, "config/rds-ca.pem", CERTIFICATE);
  write(app, "node_modules/govuk-frontend/a.css", "body{}");
  write(
    app,
    "public/logo.png",
    `version https://git-lfs.github.com/spec/v1\noid sha256:${"4d".repeat(32)}\nsize 12345\n`,
  );
  const large = randomBytes(14_000_000);
  write(app, "public/a.bin", large);
  write(app, "public/b.bin", large);
  const inputs = { app: "people", ...CHEAP, preflight: "request" };

  let first: Deployed;
  let url: string;
  beforeAll(async () => {
    first = await deploy(cloud, { app, stage: "dev", inputs });
    const include = "spec/**\nnode_modules/**\n.env.production";
    const second = succeeded(
      await deploy(cloud, { app, stage: "dev", inputs: { ...inputs, include } }),
    );
    url = second.outputs.url ?? "";
  });

  test("that reads what was left out is told what to include", () => {
    expect([first.log, first.status]).toEqual([
      expect.stringMatching(/^ *include: spec\/openapi\.yml$/m),
      1,
    ]);
  });

  test("reads what it includes, and a certificate without asking", async () => {
    const answer = await askJson(cloud, `${url}/`);
    expect(answer).toEqual({
      read: {
        "config/rds-ca.pem": CERTIFICATE,
        "spec/openapi.yml": "openapi: 3.0.0\n",
        "node_modules/govuk-frontend/a.css": "body{}",
      },
      site: "of the file",
      minified: "function sum(n,u){return n+u}",
    });
  });

  test("is warned of Git LFS's pointers", () => {
    expect(first.log).toMatch(/^warning: .*logo\.png.*lfs: true/m);
  });

  test("has equal files sent once", () => {
    expect(stored()).toEqual([...new Set(stored())]);
  });

  test("has one secret for the sessions of all sandboxes", async () => {
    const { headers } = await get(cloud, `${url}/in`);
    const [cookie = ""] = [headers["set-cookie"] ?? []].flat().map((text) => text.split(";")[0]);
    const gate = await openGate();
    const asked = [1, 2].map(() => get(cloud, `${url}/me?at=${gate.url}`, { cookie }));
    await gate.reached(2);
    gate.close();
    const answers = (await Promise.all(asked)).map(({ body }) => JSON.parse(body));
    expect(answers.map(({ user }) => user)).toEqual(["ann", "ann"]);
    expect(new Set(answers.map(({ sandbox }) => sandbox)).size).toBe(2);
  });

  test("keeps the path of a cookie that a browser takes with `/` only", async () => {
    const { headers } = await get(cloud, `${url}/visits`);
    expect(headers["set-cookie"]).toContain("__Host-n=1; Path=/; Secure; HttpOnly");
  });
});

describe("a Rails app without bin/rails, for an environment of its own", () => {
  let url: string;
  let name: string;
  beforeAll(async () => {
    const app = withBundlerCache(copyApp(join(FIXTURES, "people-rails")));
    const inputs = {
      app: "people-rails",
      environment: "RACK_ENV=staging\nSTRIPE_KEY=sk_of_the_test",
      "release-command": "bundle exec rake db:migrate",
      "prewarm-concurrency": "1",
      "function-configuration": JSON.stringify(FILE_SYSTEM),
    };
    // Apart from the example's, which other tests look for.
    const env = { ...RAILS, XDG_CACHE_HOME: join(RAILS.XDG_CACHE_HOME, "people") };
    const { outputs } = succeeded(await deploy(cloud, { app, stage: "dev", inputs, env }));
    url = outputs.url ?? "";
    name = outputs["function-name"] ?? "";
  });

  /** Where an answer leads. */
  const led = async (from: string) => String((await get(cloud, from)).headers.location);

  test("boots as itself wherever it boots", async () => {
    expect(await askJson(cloud, `${url}/world`)).toEqual({
      rails: "staging",
      rack: "staging",
      where: "staging.rb",
      zone: "(GMT+00:00) UTC",
      stripe: "sk_of_the_test",
      middleware: expect.arrayContaining(["ActionDispatch::Static", "Rack::Deflater"]),
    });
  });

  test("stays below its stage, whoever makes the URL", async () => {
    const { pathname } = new URL(url);
    const { helper, module: outside, renderer } = await askJson(cloud, `${url}/links`);
    expect({ helper, outside, renderer }).toEqual({
      helper: `${pathname}/links`,
      outside: `${pathname}/links`,
      renderer: `${pathname}/links`,
    });
    expect(await led(`${url}/old`)).toBe(`${url}/links`);
    expect(await led(`${url}/private`)).toBe(`${url}/users/sign_in`);
    const file = await led(await led(`${url}/upload`));
    expect(file).toMatch(new RegExp(`^${url}/rails/active_storage/disk/`));
    expect(await get(cloud, file)).toMatchObject({ status: 200, body: "hello" });
  });

  test("has its assets built by Sprockets and Vite, and they name each other below the stage", async () => {
    const { body } = await get(cloud, `${url}/`);
    const named = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, at = ""]) => at);
    expect(named.length).toBeGreaterThanOrEqual(3);
    const seen = new Map<string, Reply>();
    for (const at of named) {
      const asset = new URL(at, `${url}/`).href;
      const reply = await get(cloud, asset);
      seen.set(asset, reply);
      for (const [, path = ""] of asset.endsWith(".css")
        ? reply.body.matchAll(/url\(([^)]+)\)/g)
        : [])
        seen.set(new URL(path, asset).href, await get(cloud, new URL(path, asset).href));
    }
    expect(
      [...seen].filter(([at, { status }]) => !at.startsWith(`${url}/`) || status !== 200),
    ).toEqual([]);
    expect([...seen.keys()]).toContainEqual(expect.stringMatching(/dot-.*\.svg$/));
  });

  describe("that registers classes and patches Rails answers its first request", () => {
    const open = (more: Record<string, string>) => openSandbox(cloud, name, more);
    const HOOKS = { WITH_HOOKS: "1" };
    /** Where Rails loads everything at boot, with and without code that waits for Rails' classes. */
    let hooked: First;
    let eager: First;
    beforeAll(async () => {
      const sandbox = await open({ MEGAMODE_EAGER_LOAD: "app", ...HOOKS });
      hooked = (await sandbox.askJson("/first")) as First;
      const none = hooked.hooked.map((all) => all.map(() => null));
      eager = { ...hooked, registered: { ...hooked.registered, hooks: [] }, hooked: none };
    });

    test("with all that the app, its engine and its gem have registered", () => {
      expect(hooked).toMatchObject({
        registered: {
          sti: ["Car", "FireTruck", "Truck"],
          inherited: ["CardPayment"],
          engine: ["Fleet::Tram"],
          namespace: ["Kinds::Round"],
          mailboxes: ["SupportMailbox"],
          hooks: expect.arrayContaining(["active_storage_blob", "action_text_rich_text"]),
        },
        trucks: { found: ["FireTruck"] },
        mailbox: ["help"],
        zone: "2024-07-01T05:45:00+05:45",
      });
    });

    test("as if nothing had waited, where code waits for Rails' classes", async () => {
      const sandbox = await open({ MEGAMODE_EAGER_LOAD: "auto", ...HOOKS });
      expect(await sandbox.askJson("/first")).toEqual(hooked);
    });

    test.each([
      ["threads use the same at once", "/first"],
      ["it asks for all classes", "/first?lists=1"],
      ["something else loads the rest meanwhile", "/first?load=1"],
    ])("as if nothing had waited, where %s", async (_, path) => {
      const sandbox = await open({ MEGAMODE_EAGER_LOAD: "auto" });
      expect(await sandbox.askJson(path)).toEqual(eager);
    });

    test("all the same where a patch breaks what waited: the log names it once", async () => {
      const variables = { MEGAMODE_EAGER_LOAD: "auto", WITH_BROKEN_PATCH: "1" };
      const sandbox = await open(variables);
      await sandbox.prewarm();
      await sandbox.prewarm();
      const { registered, mail, mailbox } = eager;
      expect(await sandbox.askJson("/first")).toMatchObject({ registered, mail, mailbox });
      const log = readFileSync(join(cloud.state, "logs", `${name}.log`), "utf8");
      expect(log.match(/^.*was deferred and does not load.*$/gm)).toEqual([
        expect.stringMatching(
          /ActionMailer was .*: RuntimeError at .*gems\/kinds\/lib\/kinds\.rb:\d+$/,
        ),
      ]);
    });
  });

  (CHROMIUM ? test : test.skip)("loads in a browser what its scripts import later", async () => {
    const browser: Browser = await launchChromium();
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      await page.goto(`${url}/`);
      await page.waitForFunction("document.title === 'later'");
    } finally {
      await browser.close();
    }
  });
});
