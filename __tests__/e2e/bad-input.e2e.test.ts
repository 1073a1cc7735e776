import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  type DeployOptions,
  deploy,
  FIXTURES,
  openCloud,
  succeeded,
} from "./harness.ts";

let cloud: Cloud;
let url: string;
const app = copyApp(join(FIXTURES, "probe"));
const options = { app, stage: "live", inputs: { app: "probe", ...CHEAP } };

beforeAll(async () => {
  cloud = await openCloud();
  url = succeeded(await deploy(cloud, options)).outputs.url ?? "";
});
afterAll(() => cloud?.close());

/** A failing deploy: exit status 1, one error, and the version that was live still serves. */
async function failing(changed: Partial<DeployOptions>): Promise<string> {
  const { status, log } = await deploy(cloud, { ...options, ...changed });
  expect(log.match(/^error: /gm)).toHaveLength(1);
  expect(status).toBe(1);
  expect(await askJson(cloud, `${url}/version`)).toBe("one\n");
  const error = log.slice(log.indexOf("error: "));
  expect(error).not.toContain("Unexpected");
  return error;
}

/** Another version of the app. */
function changedApp(version = "two\n"): string {
  const changed = copyApp(app);
  writeFileSync(join(changed, "version.txt"), version);
  return changed;
}

describe("inputs that are wrong", () => {
  test("are named before anything is done, with the one that was meant", async () => {
    const error = await failing({ inputs: { ...options.inputs, enviroment: "KEY=value" } });
    expect(error).toMatch(/An input is wrong\. `enviroment`.*Did you mean `environment`\?/);
  });

  test("are all named, with what would be right", async () => {
    const error = await failing({
      inputs: { ...options.inputs, memory: "2 GB", "health-check-path": "up" },
    });
    expect(error).toContain("2 inputs are wrong");
    expect(error).toMatch(/`memory`: `2 GB` must be a whole number of MB/);
    expect(error).toMatch(/`health-check-path`: `up` must be a path/);
  });
});

test("the process ends, though something holds a connection open", async () => {
  const held = join(mkdtempSync(join(tmpdir(), "megamode-held-")), "held.mjs");
  writeFileSync(
    held,
    `import { connect, createServer } from "node:net";
    const server = createServer().listen(0, "127.0.0.1", () => connect(server.address().port, "127.0.0.1"));`,
  );
  const error = await failing({
    inputs: { ...options.inputs, memory: "2 GB" },
    env: { NODE_OPTIONS: `--import=${held}` },
  });
  expect(error).toContain("An input is wrong");
});

describe("an app that cannot be built", () => {
  test("for want of the key of its credentials: what to paste", async () => {
    const changed = copyApp(app);
    mkdirSync(join(changed, "config"));
    writeFileSync(join(changed, "config/credentials.yml.enc"), "c2VjcmV0--aXY=--dGFn");
    writeFileSync(join(changed, "config/mail.rb"), "KEY = Rails.application.credentials.mail\n");
    const error = await failing({ app: changed });
    expect(error).toContain("`config/credentials.yml.enc`");
    expect(error).toMatch(/ {4}with:\n +environment: \|\n +RAILS_MASTER_KEY=\$\{\{/);
  });

  test("because a gem does not compile: which one, why, and what to do", async () => {
    const gem = join(mkdtempSync(join(tmpdir(), "megamode-gem-")), "needs_libnowhere");
    cpSync(join(FIXTURES, "../gems/needs_libnowhere"), gem, { recursive: true });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
        cwd: gem,
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "gem");
    const changed = copyApp(app);
    // Without the lockfile: it would name the commit.
    rmSync(join(changed, "Gemfile.lock"));
    // And without another gem that has to be compiled.
    const gemfile = ['source "https://rubygems.org"', 'gem "webrick"'];
    const needed = `gem "needs_libnowhere", git: "file://${gem}"`;
    writeFileSync(join(changed, "Gemfile"), [...gemfile, needed, ""].join("\n"));
    const error = await failing({ app: changed });
    expect(error).toContain("needs_libnowhere");
    expect(error).toContain("libnowhere.h is missing");
    expect(error).toContain("apt-get install");
  });

  test("for want of a JavaScript runtime: the step to add", async () => {
    const error = await failing({
      app: copyApp(join(FIXTURES, "execjs")),
      inputs: { ...options.inputs, "build-command": "bundle exec ruby compile.rb" },
      env: { PATH: pathWithout("node", "nodejs", "bun") },
    });
    expect(error).toContain("Could not find a JavaScript runtime");
    expect(error).toContain("`actions/setup-node`");
  });
});

describe("an AWS that refuses", () => {
  test("the credentials: where they come from", async () => {
    const unknown = await failing({
      inputs: { ...options.inputs, command: "prewarm" },
      env: { AWS_ACCESS_KEY_ID: "AKIAAAAAAAAAAAAAAAAA" },
    });
    expect(unknown).toContain("AWS does not accept the credentials");
    expect(unknown).toContain("`aws-actions/configure-aws-credentials`");
  });

  test("for want of any credentials: the same", async () => {
    const none = await failing({
      inputs: { ...options.inputs, command: "prewarm" },
      env: {
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_EC2_METADATA_DISABLED: "true",
        HOME: mkdtempSync(join(tmpdir(), "megamode-home-")),
      },
    });
    expect(none).toContain("AWS does not accept the credentials");
  });

  test.each(["s3:PutObject", "lambda:UpdateAlias"])(
    "%s: the action that the policy lacks",
    async (action) => {
      const error = await failing({ app: changedApp(), denied: [action] });
      expect(error).toContain(`AWS denies \`${action}\``);
      expect(error).toContain(`Allow \`${action}\` in the policy`);
    },
  );
});

describe("an archive that is gone from S3", () => {
  /** S3, but it says of each archive that it has it, and has lost it. */
  async function losingArchives() {
    const { endpoint } = cloud.aws;
    const lost: string[] = [];
    const server = createServer((incoming, response) => {
      const { url = "", method, rawHeaders: headers } = incoming;
      const [, , ...key] = url.split("?", 1)[0]!.split("/");
      if (method === "PUT" && key.includes("archives")) {
        lost.push(key.join("/"));
        incoming.resume().on("end", () => response.end());
        return;
      }
      const outgoing = request(new URL(url, endpoint), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
        answer.pipe(response);
      });
      incoming.pipe(outgoing);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    return { lost, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
  }

  test("while it is deployed: its name", async () => {
    const losing = await losingArchives();
    const env = { AWS_ENDPOINT_URL_S3: losing.endpoint };
    const error = await failing({ app: changedApp("three\n"), env });
    losing.close();
    expect(losing.lost).toHaveLength(1);
    expect(error).toContain(losing.lost[0]);
    expect(error).toContain("either it was deleted (deploy again)");
  });

  test("is uploaded again by the next deploy", async () => {
    succeeded(await deploy(cloud, { ...options, app: changedApp("three\n") }));
    expect(await askJson(cloud, `${url}/version`)).toBe("three\n");
  });
});

/** The folders of PATH without some programs. */
function pathWithout(...programs: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "megamode-path-"));
  for (const from of (process.env.PATH ?? "").split(":").reverse()) {
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      if (programs.includes(name)) continue;
      rmSync(join(folder, name), { force: true });
      symlinkSync(join(from, name), join(folder, name));
    }
  }
  return folder;
}
