import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "@jest/globals";
import { createRoles } from "../../../src/aws/roles.ts";
import { trustPolicy } from "../../../src/release/role-policies.ts";
import { turnedClock } from "../release/turned-clock.ts";

const ours = trustPolicy("lambda.amazonaws.com");
const spec = {
  name: "megamode-shop",
  trustPolicy: ours,
  description: "",
  inline: [],
  detached: [],
  tags: { "megamode:app": "shop" },
  assertOurs(tags: Readonly<Record<string, string>>) {
    if (tags["megamode:app"] !== "shop") throw new Error("not ours");
  },
};

/** IAM in which another deploy creates the role just before we do. */
function raced(app: string, seenAfter = 1, writtenAfter = 0) {
  const sent: string[] = [];
  const said: string[] = [];
  const iam = {
    async send(command: object) {
      const { name } = command.constructor;
      sent.push(name);
      if (name === "CreateRoleCommand") {
        throw Object.assign(new Error("there already"), { name: "EntityAlreadyExistsException" });
      }
      const after = { GetRoleCommand: seenAfter, PutRolePolicyCommand: writtenAfter }[name] ?? 0;
      if (sent.filter((one) => one === name).length <= after) {
        throw Object.assign(new Error("not there"), { name: "NoSuchEntityException" });
      }
      if (name !== "GetRoleCommand") return {};
      // As IAM may answer: percent-encoded, and with the members in another order.
      const { Version, Statement } = JSON.parse(ours);
      return {
        Role: {
          Arn: "arn:aws:iam::123456789012:role/megamode-shop",
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Statement, Version })),
          Tags: [{ Key: "megamode:app", Value: app }],
        },
      };
    },
  };
  const waits = { clock: turnedClock(), say: (line: string) => void said.push(line) };
  const roles = createRoles(iam as unknown as IAMClient, {} as unknown as STSClient, waits);
  return { sent, said, roles };
}

describe("a role that another deploy creates at the same time", () => {
  test("is taken as it is, if it is ours", async () => {
    const { sent, roles } = raced("shop");
    expect(await roles.ensure(spec)).toEqual({
      arn: "arn:aws:iam::123456789012:role/megamode-shop",
      changed: true,
    });
    expect(sent).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
  });

  test("is refused, if it is another app's", async () => {
    const { sent, roles } = raced("other");
    await expect(roles.ensure(spec)).rejects.toThrow("not ours");
    expect(sent).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
  });

  test.each(["shop", "other"])("is waited for until IAM shows it: %s's", async (app) => {
    const { sent, said, roles } = raced(app, 4);
    const ensured = roles.ensure(spec);
    if (app === "shop") await ensured;
    else await expect(ensured).rejects.toThrow("not ours");
    expect(sent.slice(1)).toEqual(["CreateRoleCommand", ...Array(4).fill("GetRoleCommand")]);
    expect(said).toEqual(["Waiting for IAM to show the new role megamode-shop"]);
  });

  test("gets its policies once all of IAM knows it", async () => {
    const { sent, said, roles } = raced("shop", 1, 3);
    const inline = [{ name: "read", policy: "{}" }];
    expect(await roles.ensure({ ...spec, inline })).toMatchObject({ changed: true });
    expect(sent.filter((one) => one === "PutRolePolicyCommand")).toHaveLength(4);
    expect(said).toEqual(["Waiting for IAM to show the new role megamode-shop"]);
  });

  test("that is found gets its policies once all of IAM knows it", async () => {
    const { sent, said, roles } = raced("shop", 0, 3);
    const inline = [{ name: "read", policy: "{}" }];
    expect(await roles.ensure({ ...spec, inline })).toMatchObject({ changed: true });
    expect(sent).not.toContain("CreateRoleCommand");
    expect(sent.filter((one) => one === "PutRolePolicyCommand")).toHaveLength(4);
    expect(said).toEqual(["Waiting for IAM to show the new role megamode-shop"]);
  });

  test("is not touched where IAM never shows whose it is", async () => {
    const { sent, roles } = raced("other", Number.POSITIVE_INFINITY);
    await expect(roles.ensure(spec)).rejects.toMatchObject({
      message: "The role megamode-shop exists, and IAM has not shown it for a minute.",
      fix: "Run the job again.",
    });
    expect(new Set(sent)).toEqual(new Set(["GetRoleCommand", "CreateRoleCommand"]));
  });
});

test("a role whose policies only look different is as wanted, and nothing is written", async () => {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
  const { Version, Statement } = JSON.parse(policy);
  const looks = (value: unknown) => encodeURIComponent(JSON.stringify(value, null, 2));
  const sent: string[] = [];
  const iam = {
    async send({ constructor: { name } }: object) {
      sent.push(name);
      if (name === "GetRolePolicyCommand") return { PolicyDocument: looks({ Statement, Version }) };
      const Tags = [{ Key: "megamode:app", Value: "shop" }];
      return { Role: { Tags, AssumeRolePolicyDocument: looks(JSON.parse(ours)) } };
    },
  };
  const waits = { clock: turnedClock(), say: () => {} };
  const roles = createRoles(iam as unknown as IAMClient, {} as unknown as STSClient, waits);
  const ensured = await roles.ensure({ ...spec, inline: [{ name: "read", policy }] });
  expect(ensured.changed).toBe(false);
  expect(sent).toEqual(["GetRoleCommand", "GetRolePolicyCommand"]);
});
