import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "@jest/globals";
import { createRoles } from "../../../src/aws/roles.ts";

const spec = {
  name: "megamode-shop",
  service: "lambda.amazonaws.com",
  description: "",
  managedPolicies: [],
  inline: [],
  tags: {},
};

test("a role that another deploy creates at the same time is taken as it is", async () => {
  const sent: string[] = [];
  const iam = {
    async send(command: object) {
      const { name } = command.constructor;
      sent.push(name);
      if (name === "CreateRoleCommand") {
        throw Object.assign(new Error("there already"), { name: "EntityAlreadyExistsException" });
      }
      if (name !== "GetRoleCommand") return {};
      if (sent.length > 1) return { Role: { Arn: "arn:aws:iam::123456789012:role/megamode-shop" } };
      throw Object.assign(new Error("not there"), { name: "NoSuchEntityException" });
    },
  };
  const roles = createRoles(iam as unknown as IAMClient, {} as unknown as STSClient);
  expect(await roles.ensure(spec)).toBe("arn:aws:iam::123456789012:role/megamode-shop");
  expect(sent.slice(0, 3)).toEqual(["GetRoleCommand", "CreateRoleCommand", "GetRoleCommand"]);
});
