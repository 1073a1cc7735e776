import { describe, expect, test } from "@jest/globals";
import type { TrialResult } from "../../../src/ports/trial.ts";
import { judge } from "../../../src/preflight/judge.ts";

const request = { path: "/up", headers: { host: "0.execute-api.example" }, limit: 1 };
const seen: TrialResult = {
  isolation: "bubblewrap",
  boot: { kind: "listening", milliseconds: 1500 },
  answer: 200,
  maps: "7f00-7f01 r-xp 00000000 08:01 12 /tmp/mm/lib/libc.so.6\n",
  output: "Puma starting\n",
};
const verdict = (more: Partial<TrialResult>, placeholders: readonly string[] = []) =>
  judge(
    { mounts: ["/mnt/data"], request, env: { RAILS_ENV: "staging" } },
    { path: request.path },
    { ...seen, ...more },
    placeholders,
  );
const ended = (output: string, placeholders: readonly string[] = []) =>
  verdict(
    { boot: { kind: "ended", how: "exited with status 1" }, answer: undefined, output },
    placeholders,
  );
/** As Puma says it, with what Ruby adds. */
const puma = (exception: string) =>
  `Puma starting\n! Unable to load application: ${exception}\n/tmp/mm/app/config.ru:1:in \`<main>': ${exception}\n`;

describe("a preflight is passed", () => {
  test.each([200, 302, 401, 404])("where the path answers %i", (answer) => {
    expect(verdict({ answer })).toEqual({
      kind: "passed",
      said: `Started (bubblewrap) in 1.5 s; \`/up\` answers ${answer}.`,
    });
  });

  test("where nothing is asked, by the start alone", () => {
    expect(
      judge(
        { mounts: [], request: undefined, env: {} },
        { path: "/up" },
        { ...seen, answer: undefined },
        [],
      ),
    ).toEqual({
      kind: "passed",
      said: "Started (bubblewrap) in 1.5 s.",
    });
  });

  test("by the start alone where the answer to a request is not known", () => {
    expect(verdict({ answer: undefined })).toMatchObject({
      said: "Started (bubblewrap) in 1.5 s.",
    });
  });

  test("where what is mapped from elsewhere is the app's own: in /tmp, on a file system, no file", () => {
    const maps = ["/tmp/cache/x.bin", "/mnt/data/p.sqlite3-shm", "/dev/zero (deleted)", "[heap]"]
      .map((file) => `7f00-7f01 rw-s 00000000 08:01 12 ${file}`)
      .join("\n");
    expect(verdict({ maps })).toMatchObject({ kind: "passed" });
  });
});

describe("a preflight is failed, with the app's own last lines", () => {
  test.each([
    ["LoadError: cannot load such file -- nowhere"],
    ["RuntimeError: the database is on strike"],
    ["NameError: undefined local variable or method `x' for main:Object"],
    ['KeyError: key not found: "STRIPE_KEY"'],
  ])("by %s", (exception) => {
    const { kind, error } = ended(puma(exception)) as { kind: string; error: Error };
    expect(kind).toBe("failed");
    expect(error.message).toContain("exited with status 1 before it listened");
    expect(error.message).toContain(exception);
  });

  test("by what it was not loaded for, though it has missed a host before", () => {
    const output = `Redis::CannotConnectError, going on without\n${puma("LoadError: cannot load such file -- x")}`;
    expect(ended(output).kind).toBe("failed");
  });

  test("by those that the app has written, and no others", () => {
    const output = [
      "\u001emegamode-end secret id",
      "NameError: x",
      "/tmp/mm/app/config.ru:1:in `<main>'",
      "\tfrom /tmp/mm/gems/ruby/3.3.0/gems/puma-6.4.0/lib/puma.rb:1:in `load'",
      "/tmp/mm/app/.megamode/rackup.ru:2:in 'require'",
    ].join("\n");
    const { error } = ended(output) as { error: Error };
    expect(error.message).toBe(
      "The app does not start: the rack server exited with status 1 before it listened. The app's last lines:\nNameError: x\n/tmp/mm/app/config.ru:1:in `<main>'",
    );
  });

  test("by a start that takes too long", () => {
    const late = verdict({ boot: { kind: "late" }, answer: undefined });
    expect(late).toMatchObject({
      kind: "failed",
      error: { message: expect.stringMatching(/in time/) },
    });
  });

  test("by a library of the runner's that it has mapped", () => {
    const maps = `${seen.maps}7f02-7f03 r-xp 00000000 08:01 13 /usr/lib/libvips.so.42\n`;
    const { error } = verdict({ maps }) as { error: Error };
    expect(error.message).toContain("`/usr/lib/libvips.so.42`");
    expect(error.message).not.toContain("libc.so.6");
  });

  test.each(["[HostAuthorization] Blocked hosts: 0.execute-api.example", "Host not permitted"])(
    "by a blocked host: %s",
    (output) => {
      const { error } = verdict({ answer: 403, output }) as { error: Error & { fix: string } };
      expect(error.message).toContain("`0.execute-api.example`");
      expect(error.fix).toContain("config.hosts");
    },
  );
});

describe("a preflight is unsure", () => {
  test.each([
    [
      'PG::ConnectionBad: could not translate host name "db.internal" to address',
      "a database or host",
    ],
    [
      "ActiveRecord::DatabaseConnectionError: There is an issue connecting with your hostname",
      "a database or host",
    ],
    [
      "Errno::ECONNREFUSED: Connection refused - connect(2) for 127.0.0.1:6379",
      "a database or host",
    ],
    [
      "Redis::CannotConnectError: Error connecting to Redis on placeholder:6379",
      "a database or host",
    ],
    ["ActiveRecord::StatementInvalid: SQLite3::SQLException: no such table: settings", "a table"],
    ['PG::UndefinedTable: ERROR:  relation "settings" does not exist', "a table"],
  ])("where the app ends by %s", (exception, absent) => {
    expect(ended(puma(exception))).toMatchObject({
      kind: "unsure",
      said: expect.stringContaining(`without ${absent}`),
    });
  });

  test("where a secret is missing, which it was given a placeholder for; not otherwise", () => {
    const output = puma("ActiveSupport::MessageEncryptor::InvalidMessage: ");
    expect(ended(output, ["RAILS_MASTER_KEY"]).kind).toBe("unsure");
    expect(ended(output).kind).toBe("failed");
  });

  test.each([500, 503])("where the path answers %i: the database may be why", (answer) => {
    const output = "ActiveRecord::ConnectionNotEstablished (could not connect)\n";
    expect(verdict({ answer, output })).toMatchObject({
      kind: "unsure",
      said: expect.stringMatching(/answers 50\d without a database or host/),
    });
  });

  test.each([
    ["NoMethodError: undefined method", "Preflight: `/up` answers 500. A preflight has"],
    ["InvalidKey placeholder", "Preflight: `/up` answers 500. A preflight has"],
    ["no such table: posts", "Preflight: `/up` answers 500 without a table. A preflight has"],
  ])("where the path fails by `%s`: %s", (output, said) =>
    expect(verdict({ answer: 500, output })).toMatchObject({
      kind: "unsure",
      said: expect.stringContaining(said),
    }),
  );

  test("where the path fails for want of a secret that has a placeholder", () => {
    expect(verdict({ answer: 500, output: "bad key placeholder" }, ["KEY"])).toMatchObject({
      said: expect.stringContaining("answers 500 without a secret."),
    });
  });

  test("with the app's last fifteen lines", () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
    const { said } = verdict({ answer: 500, output: lines.join("\n") }) as { said: string };
    expect(said.split("The app's last lines:\n")[1]).toBe(lines.slice(5).join("\n"));
  });

  test("where the path does not answer", () => {
    const answer = { problem: "no answer within 30 s" };
    expect(verdict({ answer })).toMatchObject({
      kind: "unsure",
      said: expect.stringContaining("no answer within 30 s"),
    });
  });
});
