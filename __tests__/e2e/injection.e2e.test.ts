import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FILE_SYSTEM,
  FIXTURES,
  get,
  openCloud,
  PROJECT,
  RAILS,
  succeeded,
  withBundlerCache,
} from "./harness.ts";
import { openSandbox } from "./own-sandbox.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
});
afterAll(() => cloud?.close());

const inputs = { app: "probe" };

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/**
 * Lines for config/environments/production.rb: an app that leaves its files to another server, and whose middleware wants
 * the one that serves them. The build writes its stack to a file, and Lambda to the log.
 */
const WITH_STACK = `
Rails.application.configure do
  config.public_file_server.enabled = ENV["RAILS_SERVE_STATIC_FILES"].present?
  config.middleware.insert_after ActionDispatch::Static, Rack::Deflater
  config.after_initialize do |app|
    stack = app.middleware.map(&:name).join(" ")
    file = Rails.public_path.join("stack.txt")
    file.write(stack) if ENV["MEGAMODE_BUILD"] && !file.exist?
    puts "Stack: #{stack}" unless ENV["MEGAMODE_BUILD"]
  end
end
`;

/** Names, modes, times and digests of everything below a folder. */
function state(folder: string): string {
  const script =
    'find . -type f -exec sha256sum {} + | sort; find . -printf "%p %m %T@ %l\\n" | sort';
  return execFileSync("sh", ["-c", script], { cwd: folder, encoding: "utf8" });
}

/** Says what Rails makes of one path, with a request and without. */
const LINKS = `class LinksController < ApplicationController
  class Mailer < ActionMailer::Base
    def link = mail(from: "a@b.example", to: "a@b.example", content_type: "text/plain", body: posts_url)
  end

  def index
    routes = Rails.application.routes.url_helpers
    render json: {
      request: posts_path, module: routes.posts_path, other: routes.posts_url(host: "www.example.com", protocol: "https"),
      renderer: ApplicationController.render(inline: "<%= posts_path %>"), mail: Mailer.link.body.to_s
    }
  end

  def hand = redirect_to("/posts?a=1")

  def features = render(json: $LOADED_FEATURES)
end
`;
const LINK_ROUTES = `resources :posts
  get "links", to: "links#index"
  get "hand", to: "links#hand"
  get "features", to: "links#features"
  get "old", to: redirect("/posts")`;

/** Loaded files that are not our gem's, one of which a prewarm alone reads. */
const ofOthers = (features: unknown) =>
  (features as string[]).filter((file) => !file.includes("/.megamode/gem/")).sort();

describe("`inject: report`", () => {
  test("shows every edit without credentials, and asks nothing of AWS", async () => {
    const app = copyApp(join(FIXTURES, "probe"));
    const before = state(app);
    const { status, log, outputs, summary } = await deploy(cloud, {
      app,
      stage: "report",
      inputs: { ...inputs, inject: "report" },
      env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_REGION: "" },
    });
    expect([log, status]).toEqual([expect.stringContaining("nothing was deployed"), 0]);
    expect(outputs).toEqual({ command: "report" });
    for (const text of [log, summary]) {
      expect(text).toContain('-ruby "~> 3.1"');
      expect(text).toContain("# Gemfile: the gem that connects the app to Lambda");
      expect(text).toContain("+  megamode!");
    }
    expect(existsSync(join(cloud.state, "requests.jsonl"))).toBe(false);
    expect(state(app)).toBe(before);
  });
});

describe("`inject: off`", () => {
  test("edits no file, and a Rails app is right below its stage's path all the same", async () => {
    const app = withBundlerCache(copyApp(join(PROJECT, "examples/rails")));
    write(join(app, "app/controllers/links_controller.rb"), LINKS);
    const routes = join(app, "config/routes.rb");
    write(routes, readFileSync(routes, "utf8").replace("resources :posts", LINK_ROUTES));
    appendFileSync(join(app, "config/environments/production.rb"), WITH_STACK);
    const deployed = succeeded(
      await deploy(cloud, {
        app,
        stage: "off",
        inputs: {
          app: "blog",
          inject: "off",
          environment: "MEGAMODE_EVENTS_PATH=/posts/new",
          "release-command": "bin/rails db:migrate",
          "function-configuration": JSON.stringify(FILE_SYSTEM),
          // Nothing but this is asked of its sandbox before the test does.
          "health-check-path": "/features",
          "prewarm-concurrency": "1",
        },
        env: RAILS,
      }),
    );
    const prewarmed = await askJson(cloud, `${deployed.outputs.url}/features`);
    expect(deployed.summary).not.toMatch(/^-[^-]/m);
    // If the cache has those of the Rails example, as it has after browser.e2e.
    const taken = /^ *\d+ gems from `vendor\/bundle`$/m.test(deployed.log);
    expect(deployed.log.includes("Not kept for later builds: some gems were installed")).toBe(
      taken,
    );
    expect(deployed.summary).not.toContain("b/Gemfile");
    const { url = "", "function-name": name = "" } = deployed.outputs;
    const { body } = await get(cloud, `${url}/posts`);
    expect(body).toContain('href="/off/posts/new"');
    const css = /\/off(\/assets\/application-[^"]*\.css)/.exec(body)?.[1];
    expect((await get(cloud, `${url}${css}`)).body).toMatch(/url\(\.\.\/assets\/paper-/);
    expect(JSON.parse((await get(cloud, `${url}/links`)).body)).toEqual({
      request: "/off/posts",
      module: "/off/posts",
      renderer: "/off/posts",
      other: "https://www.example.com/posts",
      mail: `${url}/posts`,
    });
    for (const [from, to] of [
      ["old", "/posts"],
      ["hand", "/posts?a=1"],
    ]) {
      const { status, headers } = await get(cloud, `${url}/${from}`);
      expect([status, headers.location]).toEqual([expect.any(Number), `${url}${to}`]);
    }
    // The gem's words: Rails has a page for it.
    const events = await get(cloud, `${url}/posts/new`);
    expect(events).toMatchObject({ status: 404, body: "Not Found\n" });
    const log = readFileSync(join(cloud.state, "logs", `${name}.log`), "utf8");
    expect(log).toMatch(/^Rails: .*Started GET "\/off\/posts"/m);
    const stack = /^Rails: Stack: (.*)$/m.exec(log)?.[1];
    expect(stack).toContain("ActionDispatch::Static Rack::Deflater");
    expect((await get(cloud, `${url}/stack.txt`)).body).toBe(stack);
    const eager = await openSandbox(cloud, name, { MEGAMODE_EAGER_LOAD: "app" });
    expect(ofOthers(prewarmed)).toEqual(ofOthers(await eager.askJson("/features")));
  });
});

describe("an app in a monorepo", () => {
  test("has its path gems and the files that its Gemfile evaluates, and the checkout is as it was", async () => {
    const app = copyApp(join(FIXTURES, "probe"));
    const repository = join(dirname(app), "repository");
    const web = join(repository, "apps/web");
    mkdirSync(dirname(web), { recursive: true });
    execFileSync("mv", [app, web]);
    mkdirSync(join(repository, ".git"));
    const gemspec =
      'Gem::Specification.new { |s| s.name = "shop"; s.version = "1.2"; s.summary = s.name; s.authors = ["x"]; s.files = `git ls-files -z`.split("\\x0") }\n';
    write(join(repository, "engines/shop/shop.gemspec"), gemspec);
    write(join(repository, "engines/shop/lib/shop.rb"), 'SHOP = "the shop"\n');
    write(join(repository, "Gemfile.common"), 'ruby "9.9.9"\ngem "tzinfo"\n');
    const gemfile = readFileSync(join(web, "Gemfile"), "utf8").replace('gem "tzinfo"\n', "");
    write(
      join(web, "Gemfile"),
      `${gemfile}eval_gemfile "../../Gemfile.common"\ngem "shop", path: "../../engines/shop"\n`,
    );
    write(
      join(web, "Gemfile.lock"),
      `PATH
  remote: ../../engines/shop
  specs:
    shop (1.2)

${readFileSync(join(web, "Gemfile.lock"), "utf8").replace("  tzinfo\n\n", "  shop!\n  tzinfo\n\n")}`,
    );
    const config = readFileSync(join(web, "config.ru"), "utf8");
    write(
      join(web, "config.ru"),
      config.replace('"/up" => ->(_) { "ok" }', '"/up" => ->(_) { SHOP }'),
    );
    appendFileSync(join(web, "Gemfile"), "# the end\n");
    write(
      join(web, "config.ru"),
      `require "shop"\n${readFileSync(join(web, "config.ru"), "utf8")}`,
    );

    const before = state(repository);
    const deployed = succeeded(
      await deploy(cloud, { app: web, stage: "mono", inputs: { ...inputs, ...CHEAP } }),
    );
    expect(state(repository)).toBe(before);
    expect(deployed.summary).toContain('-ruby "9.9.9"\n+# ruby "9.9.9"');
    // There is no git in Lambda.
    expect(deployed.summary).toContain(`-${gemspec}`);
    expect(deployed.log).toContain("asks for Ruby `9.9.9` (`../../Gemfile.common`)");
    const answer = await get(cloud, `${deployed.outputs.url}/up`);
    expect([answer.status, answer.body]).toEqual([200, '"the shop"']);
  });
});
