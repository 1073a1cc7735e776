import { expect } from "@jest/globals";
import { UserError } from "../../src/errors.ts";
import { trustPolicy } from "../../src/release/role-policies.ts";
import { roleSpec, TAGS } from "./resources.ts";
import { type Case, unique } from "./world.ts";

/** ARNs of managed policies. */
const managed = (partition: string) => ({
  BASIC: `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`,
  FILES: `arn:${partition}:iam::aws:policy/AmazonElasticFileSystemClientReadWriteAccess`,
});

const policy = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });

const lambda = trustPolicy("lambda.amazonaws.com");

/** Refuses every role, and keeps what it was shown. */
function refusing() {
  const shown: unknown[] = [];
  const assertOurs = (tags: unknown) => {
    shown.push(tags);
    throw new UserError("not ours", "");
  };
  return { shown, assertOurs };
}

export const rolesCases: readonly Case[] = [
  {
    title: "the account and its partition are known",
    async run({ cloud, partition }) {
      expect(await cloud.roles.identity()).toEqual({
        account: expect.stringMatching(/^\d{12}$/),
        partition,
      });
    },
  },
  {
    title: "a role is created with what it is to have, and nobody is asked whose it is",
    async run({ cloud, partition, role }) {
      const name = unique("role");
      expect(await role(name)).toBeUndefined();
      const inline = [
        { name: "read", policy: policy("s3:GetObject") },
        { name: "never", policy: undefined },
      ];
      const { assertOurs, shown } = refusing();
      const spec = { ...roleSpec(name), assertOurs, inline, detached: [managed(partition).BASIC] };
      const ensured = await cloud.roles.ensure(spec);
      const { account } = await cloud.roles.identity();
      const arn = `arn:${partition}:iam::${account}:role/${name}`;
      expect(ensured).toEqual({ arn, changed: true });
      expect(await role(name)).toEqual({
        trustPolicy: lambda,
        managedPolicies: [],
        inline: { read: policy("s3:GetObject") },
        tags: TAGS,
      });
      expect(shown).toEqual([]);
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
      const { arn } = await cloud.roles.ensure({ ...spec, inline });
      const changed = [
        { name: "second", policy: policy("s3:ListBucket") },
        { name: "unwanted", policy: undefined },
        { name: "third", policy: policy("logs:PutLogEvents") },
      ];
      const tags = { "megamode:stage": "renamed", "megamode:repository-id": "7" };
      const again = { ...spec, tags, inline: changed };
      for (const changed of [true, false]) {
        expect(await cloud.roles.ensure(again)).toEqual({ arn, changed });
      }
      expect(await role(name)).toEqual({
        trustPolicy: lambda,
        managedPolicies: [],
        inline: {
          first: policy("s3:GetObject"),
          second: policy("s3:ListBucket"),
          third: policy("logs:PutLogEvents"),
        },
        tags: { ...TAGS, ...tags },
      });
    },
  },
  {
    title: "a role that is there gets the wanted trust policy",
    async run({ cloud, role }) {
      const name = unique("trusting");
      const wanted = trustPolicy("scheduler.amazonaws.com", "123456789012");
      await cloud.roles.ensure(roleSpec(name, "scheduler.amazonaws.com"));
      const spec = { ...roleSpec(name), trustPolicy: wanted };
      for (const changed of [true, false]) {
        expect(await cloud.roles.ensure(spec)).toMatchObject({ changed });
      }
      expect((await role(name))?.trustPolicy).toBe(wanted);
    },
  },
  {
    title: "a role whose tags alone are others does what it did",
    async run({ cloud }) {
      const spec = roleSpec(unique("renamed"));
      await cloud.roles.ensure(spec);
      const renamed = { ...spec, tags: { ...TAGS, "megamode:stage": "renamed" } };
      expect(await cloud.roles.ensure(renamed)).toMatchObject({ changed: false });
    },
  },
  {
    title: "managed policies of an older version are detached, and others stay",
    async run({ cloud, partition, role, attach }) {
      const { BASIC, FILES } = managed(partition);
      const name = unique("managed");
      await cloud.roles.ensure(roleSpec(name));
      await attach(name, BASIC);
      await attach(name, FILES);
      const spec = { ...roleSpec(name), detached: [BASIC] };
      for (const changed of [true, false]) {
        expect(await cloud.roles.ensure(spec)).toMatchObject({ changed });
      }
      expect((await role(name))?.managedPolicies).toEqual([FILES]);
    },
  },
  {
    title: "a role of somebody else is told by its tags, and neither changed nor reduced",
    async run({ cloud, partition, role, attach }) {
      const { BASIC } = managed(partition);
      const name = unique("theirs");
      const inline = [{ name: "one", policy: policy("s3:GetObject") }];
      await cloud.roles.ensure({ ...roleSpec(name), inline });
      await attach(name, BASIC);
      const before = await role(name);
      const { assertOurs, shown } = refusing();
      const ours = {
        ...roleSpec(name, "scheduler.amazonaws.com"),
        assertOurs,
        inline: [
          { name: "one", policy: policy("s3:*") },
          { name: "more", policy: policy("s3:*") },
        ],
        detached: [BASIC],
        tags: { "megamode:app": "other" },
      };
      await expect(cloud.roles.ensure(ours)).rejects.toThrow("not ours");
      await expect(cloud.roles.removePolicy(ours, "one")).rejects.toThrow("not ours");
      expect(await role(name)).toEqual(before);
      expect(shown).toEqual([TAGS, TAGS]);
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
      const spec = { ...roleSpec(name), inline };
      await cloud.roles.ensure(spec);
      await cloud.roles.removePolicy(spec, "one");
      await cloud.roles.removePolicy(spec, "one");
      await cloud.roles.removePolicy(roleSpec(unique("no-such-role")), "one");
      expect((await role(name))?.inline).toEqual({ other: policy("s3:GetObject") });
    },
  },
];
