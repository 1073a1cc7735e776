import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "@jest/globals";
import { createRoles } from "../../../src/aws/roles.ts";
import { trustPolicy } from "../../../src/release/role-policies.ts";

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
function raced(app: string, isSeen = true) {
  const sent: string[] = [];
  const iam = {
    async send(command: object) {
      const { name } = command.constructor;
      sent.push(name);
      if (name === "CreateRoleCommand") {
        throw Object.assign(new Error("there already"), { name: "EntityAlreadyExistsException" });
      }
      if (name !== "GetRoleCommand") return {};
      if (sent.length === 1 || !isSeen) {
        throw Object.assign(new Error("not there"), { name: "NoSuchEntityException" });
      }
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
  return { sent, roles: createRoles(iam as unknown as IAMClient, {} as unknown as STSClient) };
}

describe("a role that another deploy creates at the same time", () => {
  test("is taken as it is, if it is ours", async () => {
    const { sent, roles } = raced("shop");
    expect(await roles.ensure(spec)).toBe("arn:aws:iam::123456789012:role/megamode-shop");
    expect(sent).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
  });

  test("is refused, if it is another app's", async () => {
    const { sent, roles } = raced("other");
    await expect(roles.ensure(spec)).rejects.toThrow("not ours");
    expect(sent).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
  });

  test("is not touched while IAM does not show whose it is", async () => {
    const { sent, roles } = raced("other", false);
    await expect(roles.ensure(spec)).rejects.toThrow("there already");
    expect(sent).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
  });
});
