import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, test as always, beforeAll, describe, expect } from "@jest/globals";
import type { Browser, Request } from "playwright-core";
import { localAws, stopLocalAws } from "../../bin/local-aws.ts";
import type { Domain } from "../../local/gateway/domains.ts";
import { openRecords } from "../../local/state/records.ts";
import { CHROMIUM, launchChromium } from "../apps/try/chromium.ts";
import { freePort } from "../free-port.ts";
import {
  type Cloud,
  copyApp,
  deploy,
  FILE_SYSTEM,
  get,
  openCloud,
  PROJECT,
  RAILS,
  succeeded,
} from "./harness.ts";

/** What the example's layout names from the root of the host, whatever the app is mounted below. */
const HARD_CODED = /^\/(icon\.(png|svg)|manifest\.json)$/;

const EXAMPLE = join(PROJECT, "examples/rails");

let cloud: Cloud;
let browser: Browser;
let url: string;

const test = CHROMIUM ? always : always.skip;
beforeAll(async () => {
  if (!CHROMIUM) return;
  cloud = await openCloud();
  const first = succeeded(await deployed(EXAMPLE));
  url = first.outputs.url ?? "";
  // The migration of the very first release runs in Lambda, after the preflight.
  expect(first.log).toMatch(/^warning: Preflight: `\/posts` answers 500 without a table/m);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

function deployed(app: string, more: Readonly<Record<string, string>> = {}) {
  const inputs = {
    app: "blog",
    "release-command": "bin/rails db:migrate",
    "health-check-path": "/posts",
    "function-configuration": JSON.stringify(FILE_SYSTEM),
    ...more,
  };
  return deploy(cloud, { app, stage: "dev", inputs, env: RAILS });
}

interface Seen {
  readonly method: string;
  readonly path: string;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly cacheControl: string | undefined;
}

/** A browser of a new user, and all that it asked for. */
async function open() {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(300_000); // A cold start on a machine that other tests keep busy.
  const page = await context.newPage();
  const seen: Seen[] = [];
  const complaints: string[] = [];
  const pending = new Set<Request>();
  page.on("request", (request) => pending.add(request));
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("response", (response) => {
    const { pathname: path } = new URL(response.url());
    const cacheControl = response.headers()["cache-control"];
    seen.push({
      method: response.request().method(),
      path,
      status: response.status(),
      cacheControl,
    });
  });
  page.on("requestfailed", (request) => {
    pending.delete(request);
    // Leaving a page ends what it still asks for, which is no failure of the app's.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    const { pathname: path } = new URL(request.url());
    seen.push({ method: request.method(), path, status: 0, cacheControl: undefined });
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  /** Until all that a page asked for has come. */
  async function settled(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet = pending.size === 0 ? quiet + 1 : 0)
      await setTimeout(100);
  }
  return { page, seen, complaints, settled };
}

/** What a user does with posts; `base` is what the app is served below. */
async function usePosts(base: string): Promise<void> {
  const { page, seen, complaints, settled } = await open();
  const { pathname } = new URL(base);
  const prefix = pathname.replace(/\/$/, "");
  const at = (path: string) => page.waitForURL(`${base}${path}`);

  await page.goto(`${base}/posts`);
  await page.getByRole("heading", { name: "Posts" }).waitFor();
  // Turbo came through the import map: its links and forms are fetched, not loaded.
  await page.waitForFunction("window.Turbo !== undefined");
  expect(await page.evaluate("getComputedStyle(document.body).maxWidth")).toBe("640px");
  expect(await page.evaluate("document.querySelector('img').naturalWidth")).toBeGreaterThan(0);

  await page.getByRole("link", { name: "New post" }).click();
  await at("/posts/new");
  await page.getByRole("button", { name: "Create Post" }).click();
  await page.getByText("prohibited this post from being saved").waitFor();

  await page.getByLabel("Title").fill("First");
  await page.getByRole("button", { name: "Create Post" }).click();
  await page.getByText("Post was successfully created.").waitFor();
  expect(new URL(page.url()).pathname).toMatch(new RegExp(`^${prefix}/posts/\\d+$`));

  await page.getByRole("link", { name: "Edit this post" }).click();
  await page.getByLabel("Title").fill("Second");
  await page.getByRole("button", { name: "Update Post" }).click();
  await page.getByText("Post was successfully updated.").waitFor();
  await page.getByText("Second").waitFor();

  await page.getByRole("button", { name: "Destroy this post" }).click();
  await page.getByText("Post was successfully destroyed.").waitFor();
  await at("/posts");
  // The notice was shown once.
  await settled();
  await page.reload();
  expect(await page.getByText("successfully").count()).toBe(0);

  await settled();
  await page.goto(`${base}/no-such-page`);
  await page.getByText("The page you were looking for doesn't exist").waitFor();
  expect(new URL(page.url()).pathname).toBe(`${prefix}/no-such-page`);
  await settled();

  const own = seen.filter(({ path }) => !HARD_CODED.test(path) || prefix === "");
  expect(own.filter(({ path }) => !path.startsWith(`${prefix}/`))).toEqual([]);
  expect(
    own
      .filter(({ status }) => status === 0 || status >= 400)
      .map(({ method, path, status }) => [method, path.slice(prefix.length), status]),
  ).toEqual([
    ["POST", "/posts", 422],
    ["GET", "/no-such-page", 404],
  ]);
  expect(complaints).toEqual([]);

  const digested = seen.filter(({ path }) => path.startsWith(`${prefix}/assets/`));
  for (const name of [
    /application-.*\.css$/,
    /paper-.*\.svg$/,
    /logo-.*\.svg$/,
    /turbo.min-.*\.js$/,
  ]) {
    expect(digested.map(({ path }) => path)).toContainEqual(expect.stringMatching(name));
  }
  const forever = "public, max-age=31536000, immutable";
  expect(digested.filter(({ cacheControl }) => cacheControl !== forever)).toEqual([]);

  const robots = await page.goto(`${base}/robots.txt`);
  expect(robots?.status()).toBe(200);
  expect(robots?.headers()["cache-control"]).not.toBe(forever);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ path, secure }) => [path, secure])).toEqual([[prefix || "/", true]]);
  await page.context().close();
}

describe("the Rails example in a browser", () => {
  test("is right on every page below its stage", async () => {
    expect(url).toMatch(/\/dev$/);
    await usePosts(url);
  });

  test("is right on every page at the root of a domain", async () => {
    await stopLocalAws(cloud.state);
    // The embedded AWS serves the stage on it without its name in the URL.
    const port = await freePort();
    const apiId = new URL(url).port.padStart(10, "0");
    openRecords<Domain>(join(cloud.state, "domains")).set(String(port), { apiId, stage: "dev" });
    await localAws(cloud.state);
    await usePosts(`https://localhost:${port}`);
    // The very same function, and so the same processes, goes on below its stage.
    await usePosts(url);
  });

  test("is asked over HTTP once, and goes on over HTTPS", async () => {
    const { page } = await open();
    await page.goto(`${url.replace("https:", "http:")}/posts`);
    expect(page.url()).toBe(`${url}/posts`);
    await page.context().close();
  });

  test("keeps the stylesheet of a page that was opened before a deploy", async () => {
    const old = await stylesheet();
    const bytes = (await get(cloud, old)).body;
    const next = copyApp(EXAMPLE);
    appendFileSync(
      join(next, "app/assets/stylesheets/application.css"),
      ".second { color: teal }\n",
    );
    addTicks(next);
    succeeded(await deployed(next, { "response-mode": "stream" }));
    const wanted = await get(cloud, old);
    expect([wanted.status, wanted.body]).toEqual([200, bytes]);
    expect(wanted.headers["cache-control"]).toContain("immutable");
    const current = await stylesheet();
    expect(current).not.toBe(old);
    expect((await get(cloud, current)).body).toContain("teal");
  });

  test("gets server-sent events of ActionController::Live one by one", async () => {
    const folder = join(cloud.state, "efs");
    const allow = (number: number) =>
      writeFileSync(join(folder, readdirSync(folder)[0]!, `tick-${number}`), "");
    const { page, complaints } = await open();
    await page.goto(`${url}/posts`);
    await page.evaluate(`
      window.ticks = [];
      const source = new EventSource("${url}/ticks");
      source.onmessage = ({ data }) => window.ticks.push(data);
      source.onerror = () => { source.close(); window.ticks.push("end"); };
    `);
    const ticks = async (count: number) => {
      await page.waitForFunction(`window.ticks.length >= ${count}`);
      return page.evaluate("window.ticks");
    };
    expect(await ticks(1)).toEqual(["tick 1"]);
    allow(2);
    expect(await ticks(2)).toEqual(["tick 1", "tick 2"]);
    allow(3);
    expect(await ticks(4)).toEqual(["tick 1", "tick 2", "tick 3", "end"]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** A page of server-sent events: each waits for a file, but for the first. */
const TICKS = `class TicksController < ApplicationController
  include ActionController::Live

  def index
    response.headers["Content-Type"] = "text/event-stream"
    (1..3).each do |number|
      sleep 0.01 until number == 1 || File.exist?("/mnt/data/tick-#{number}")
      response.stream.write("data: tick #{number}\\n\\n")
    end
  ensure
    response.stream.close
  end
end
`;

function addTicks(app: string): void {
  writeFileSync(join(app, "app/controllers/ticks_controller.rb"), TICKS);
  const routes = join(app, "config/routes.rb");
  const text = readFileSync(routes, "utf8");
  writeFileSync(routes, text.replace("routes.draw do", '$&\n  get "ticks", to: "ticks#index"'));
}

/** URL of the stylesheet that a page opened now asks for. */
async function stylesheet(): Promise<string> {
  const { body } = await get(cloud, `${url}/posts`);
  const path = /<link rel="stylesheet" href="([^"]+)"/.exec(body)?.[1];
  if (path === undefined) throw new Error(`No stylesheet in:\n${body}`);
  return new URL(path, url).href;
}
