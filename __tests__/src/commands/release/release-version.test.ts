import { describe, expect, test } from "@jest/globals";
import { S3_DENIED } from "../../../../contract/messages.ts";
import { AnswerLost, type Invocation, NoRoom } from "../../../../src/ports/functions.ts";
import type { FakeCloud } from "../../../fakes/cloud.ts";
import { type DeployContext, deployContext } from "../deploy-context.ts";
import { invocations } from "../invocations.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, liveVersion } from "./deploy-built.ts";

const first = await bundle({ app: "first" });
const second = await bundle({ app: "second" });
const given = { "prewarm-rate": "off", "prewarm-concurrency": "2" };
const migrating = { ...given, "release-command": "bin/rails db:migrate" };

type Message = Readonly<Record<string, unknown>>;
/** What the proxy says when it claims a run. */
const ONCE = { "if-none-match": "*" };
type RunRecord = { readonly claimUrl: string; readonly resultUrl: string };

/** Answers one kind of message otherwise than a healthy app does. */
function answering(cloud: FakeCloud, kind: string, answer: (message: Message) => unknown): void {
  const healthy = cloud.answer;
  cloud.answer = (message, target) =>
    message.message === kind
      ? { payload: answer(message), error: undefined }
      : healthy(message, target);
}

/** A stage whose version 1 is live, about to get its second. */
async function live(inputs: Readonly<Record<string, string>>): Promise<DeployContext> {
  const context = deployContext(inputs);
  await deployBuilt(deployContext(given, context.cloud), first);
  context.cloud.calls.length = 0;
  return context;
}

async function expectStillLive(context: DeployContext, error: RegExp): Promise<void> {
  await expect(deployBuilt(context, second)).rejects.toThrow(error);
  expect(liveVersion(context.cloud)).toBe("1");
}

test("the candidate runs the command, is prewarmed and checked, and only then is live", async () => {
  const context = await live(migrating);
  const { cloud } = context;
  const seen: (string | undefined)[] = [];
  const healthy = cloud.answer;
  cloud.answer = (message, target) => {
    seen.push(liveVersion(cloud));
    return healthy(message, target);
  };
  await deployBuilt(context, second);
  expect(invocations(cloud)).toEqual([
    "shop-production:2 bin/rails db:migrate",
    "shop-production:2 prewarm",
    "shop-production:2 prewarm",
    "shop-production:2 status",
  ]);
  expect(seen).toEqual(["1", "1", "1", "1"]);
  expect(liveVersion(cloud)).toBe("2");
  expect(context.reporter.infos).toContain("2 sandboxes are ready");
  expect(context.reporter.warnings).toEqual([]);
});

describe("the release command", () => {
  test("tells its output, without the end of the last line", async () => {
    const context = await live(migrating);
    answering(context.cloud, "run", () => ({ status: 0, output: "one\ntwo\n" }));
    await deployBuilt(context, second);
    expect(context.reporter.groups).toContain("Run `bin/rails db:migrate`");
    const { told } = context.reporter;
    expect(told.slice(told.indexOf("info: one"))).toEqual(
      expect.arrayContaining(["info: one", "info: two"]),
    );
    expect(told).not.toContain("info: ");
  });

  test("is none where there is none", async () => {
    const context = await live(given);
    await deployBuilt(context, second);
    expect(invocations(context.cloud)[0]).toBe("shop-production:2 prewarm");
  });

  test("that fails is an error with its last lines", async () => {
    const context = await live(migrating);
    answering(context.cloud, "run", () => ({ status: 3, output: "no such table\n" }));
    await expectStillLive(context, /exit status 3:\nno such table/);
    expect(invocations(context.cloud)).toHaveLength(1);
  });

  test("that cannot be run is an error with the app's words", async () => {
    const context = await live(migrating);
    context.cloud.answer = () => ({ payload: null, error: "bundler: command not found" });
    await expectStillLive(context, /could not be run in version 2:\nbundler: command not found/);
  });

  test("whose answer is lost is waited for, by the result that it leaves", async () => {
    const context = await live(migrating);
    const { cloud } = context;
    answering(cloud, "run", ({ record }) => {
      const { claimUrl, resultUrl } = record as RunRecord;
      expect(cloud.put(claimUrl, "", ONCE)).toBe(200);
      cloud.put(resultUrl, JSON.stringify({ status: 0, output: "migrated\n" }));
      throw new AnswerLost("shop-production", "2", new Error("socket hang up"));
    });
    await deployBuilt(context, second);
    expect(context.reporter.infos).toContain("migrated");
    expect(liveVersion(cloud)).toBe("2");
    expect(invocations(cloud).filter((call) => call.endsWith("db:migrate"))).toHaveLength(1);
  });

  test("that never reached the function is started again, and the first start is refused", async () => {
    const context = await live(migrating);
    const { cloud } = context;
    const claims: string[] = [];
    answering(cloud, "run", ({ record }) => {
      claims.push((record as RunRecord).claimUrl);
      if (claims.length > 1) return { status: 0, output: "migrated\n" };
      throw new AnswerLost("shop-production", "2", new Error("connect ECONNREFUSED"));
    });
    await deployBuilt(context, second);
    expect(claims).toHaveLength(2);
    expect(cloud.put(claims[0]!, "", ONCE)).toBe(412);
    expect(liveVersion(cloud)).toBe("2");
  });
});

describe("what AWS refuses before the function begins", () => {
  /** Fails each kind of message as often as told, then does what a healthy app does. */
  function refusing(cloud: FakeCloud, times: number, refuse: () => Invocation): void {
    const healthy = cloud.answer;
    const left: Record<string, number> = { run: times, prewarm: times, status: times };
    cloud.answer = (message, target) => {
      const kind = String(message.message);
      left[kind]! -= 1;
      return left[kind]! < 0 ? healthy(message, target) : refuse();
    };
  }
  const denied = { payload: null, error: "S3 answered 403", errorType: S3_DENIED };
  const full = (): never => {
    throw new NoRoom("shop-production", new Error("Rate Exceeded."));
  };

  test("is asked for again where the role was just made", async () => {
    const context = deployContext(migrating);
    refusing(context.cloud, 3, () => denied);
    await deployBuilt(context, first);
    expect(liveVersion(context.cloud)).toBe("1");
    const count = (what: string) =>
      invocations(context.cloud).filter((call) => call.endsWith(what)).length;
    expect(["db:migrate", "prewarm", "status"].map(count)).toEqual([4, 5, 4]);
    const said = context.reporter.infos.filter((line) => line.startsWith("Waiting"));
    expect(new Set(said)).toEqual(new Set([expect.stringMatching(/role .*: S3 answered 403$/)]));
  });

  test("is an error at once where the role is as it was", async () => {
    const context = await live(migrating);
    refusing(context.cloud, 1, () => denied);
    await expectStillLive(context, /could not be run in version 2:\nS3 answered 403/);
    expect(invocations(context.cloud)).toHaveLength(1);
  });

  test("is asked for again where Lambda has no room: for a prewarming less patiently", async () => {
    const context = await live(migrating);
    refusing(context.cloud, 3, full);
    await deployBuilt(context, second);
    expect(liveVersion(context.cloud)).toBe("2");
    expect(context.reporter.warnings).toEqual([]);
    expect(context.reporter.infos).toContainEqual(
      expect.stringMatching(/^Waiting .* takes another invocation\. .*Rate Exceeded\.$/),
    );
  });

  test.each(["run", "status"])(
    "is an error that says what to do after a minute of %s",
    async (kind) => {
      const context = await live(migrating);
      answering(context.cloud, kind, full);
      await expectStillLive(context, /no room for another sandbox/);
    },
  );
});

describe("prewarming", () => {
  test("warns where the account has room for fewer sandboxes", async () => {
    const context = await live(given);
    let count = 0;
    answering(context.cloud, "prewarm", () => {
      count += 1;
      if (count > 1) throw new NoRoom("shop-production", new Error("429"));
      return { sandbox: "only", prewarmCount: 1, callCount: 0 };
    });
    await deployBuilt(context, second);
    expect(context.reporter.warnings).toEqual([
      expect.stringMatching(/^1 of 2 sandboxes .* no room .*`prewarm-concurrency`/),
    ]);
    expect(liveVersion(context.cloud)).toBe("2");
  });

  test("fails where the app does not start", async () => {
    const context = await live(given);
    context.cloud.answer = () => ({ payload: null, error: "no database" });
    await expectStillLive(context, /did not start in `shop-production`, version 2:\nno database/);
  });
});

describe("the health check", () => {
  test("asks the candidate for the path, by the host and below the prefix of the front door", async () => {
    const context = await live(given);
    const asked: Message[] = [];
    const healthy = context.cloud.answer;
    context.cloud.answer = (message, target) => {
      if (message.message === "status") asked.push(message);
      return healthy(message, target);
    };
    await deployBuilt(context, second);
    expect(asked).toEqual([
      {
        megamode: 1,
        message: "status",
        path: "/up",
        host: "0000000000.execute-api.eu-west-1.amazonaws.com",
        prefix: "/production",
      },
    ]);
  });

  test.each([
    ["answers 500", 500, ["NoMethodError"], /`\/up` answers 500 in version 2.*NoMethodError/s],
    ["blocks the host", 403, ["Blocked hosts: 0.execute-api"], /answers 403.*Blocked hosts/s],
  ])("that %s keeps the traffic where it is", async (_, httpStatus, log, error) => {
    const context = await live(given);
    answering(context.cloud, "status", () => ({ httpStatus, log, coldStart: {} }));
    await expectStillLive(context, error);
  });

  test.each([404, 403, 302])("that answers %s will do", async (httpStatus) => {
    const context = await live(given);
    answering(context.cloud, "status", () => ({ httpStatus, log: [], coldStart: {} }));
    await deployBuilt(context, second);
    expect(liveVersion(context.cloud)).toBe("2");
  });
});
