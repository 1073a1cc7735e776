import { expect } from "@jest/globals";
import { roleSpec, TAGS } from "./resources.ts";
import { type Case, unique } from "./world.ts";

const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

const policy = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });

export const rolesCases: readonly Case[] = [
  {
    title: "the account and its partition are known",
    async run({ cloud }) {
      expect(await cloud.roles.identity()).toEqual({
        account: expect.stringMatching(/^\d{12}$/),
        partition: "aws",
      });
    },
  },
  {
    title: "a role is created with what it is to have",
    async run({ cloud, role }) {
      const name = unique("role");
      expect(await role(name)).toBeUndefined();
      const inline = [
        { name: "read", policy: policy("s3:GetObject") },
        { name: "never", policy: undefined },
      ];
      const spec = { ...roleSpec(name), managedPolicies: [BASIC], inline };
      const arn = await cloud.roles.ensure(spec);
      const { account } = await cloud.roles.identity();
      expect(arn).toBe(`arn:aws:iam::${account}:role/${name}`);
      expect(await role(name)).toEqual({
        managedPolicies: [BASIC],
        inline: { read: policy("s3:GetObject") },
        tags: TAGS,
      });
    },
  },
  {
    title:
      "a role that is there gets what it lacks, and loses nothing that it was not told to lose",
    async run({ cloud, role }) {
      const name = unique("grown");
      const spec = roleSpec(name);
      const inline = [
        { name: "first", policy: policy("s3:GetObject") },
        { name: "second", policy: policy("s3:GetObject") },
        { name: "unwanted", policy: policy("s3:PutObject") },
      ];
      const arn = await cloud.roles.ensure({ ...spec, managedPolicies: [BASIC], inline });
      const changed = [
        { name: "second", policy: policy("s3:ListBucket") },
        { name: "unwanted", policy: undefined },
        { name: "third", policy: policy("logs:PutLogEvents") },
      ];
      const again = { ...spec, tags: { "megamode:app": "other" }, inline: changed };
      for (const _ of [1, 2]) expect(await cloud.roles.ensure(again)).toBe(arn);
      expect(await role(name)).toEqual({
        managedPolicies: [BASIC],
        inline: {
          first: policy("s3:GetObject"),
          second: policy("s3:ListBucket"),
          third: policy("logs:PutLogEvents"),
        },
        tags: TAGS,
      });
    },
  },
  {
    title: "a role that is there gets the managed policies that it lacks",
    async run({ cloud, role }) {
      const name = unique("managed");
      await cloud.roles.ensure(roleSpec(name));
      expect(await role(name)).toMatchObject({ managedPolicies: [] });
      await cloud.roles.ensure({ ...roleSpec(name), managedPolicies: [BASIC] });
      expect(await role(name)).toMatchObject({ managedPolicies: [BASIC] });
    },
  },
  {
    title:
      "an inline policy is taken away by its name; one that is gone, or whose role is, is fine",
    async run({ cloud, role }) {
      const name = unique("reduced");
      const inline = [
        { name: "one", policy: policy("s3:GetObject") },
        { name: "other", policy: policy("s3:GetObject") },
      ];
      await cloud.roles.ensure({ ...roleSpec(name), inline });
      await cloud.roles.removePolicy(name, "one");
      await cloud.roles.removePolicy(name, "one");
      await cloud.roles.removePolicy(unique("no-such-role"), "one");
      expect((await role(name))?.inline).toEqual({ other: policy("s3:GetObject") });
    },
  },
];
