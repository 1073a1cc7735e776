import { expect } from "@jest/globals";
import {
  change,
  createFunction,
  createLive,
  roleSpec,
  settingsOf,
  TAGS,
  zipOf,
} from "./resources.ts";
import { type Case, unique } from "./world.ts";

const X86 = { architecture: "x86_64" } as const;

const NOT_FOUND = { name: "ResourceNotFoundException" };

export const functionsCases: readonly Case[] = [
  {
    title: "a function is found as it was created, with its tags",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("created");
      expect(await functions.find(name)).toBeUndefined();
      const sha256 = await createFunction(world, name);
      expect(await functions.find(name)).toMatchObject({
        arn: expect.stringMatching(new RegExp(`^arn:.*:function:${name}$`)),
        codeSha256: sha256,
        settings: { ...(await settingsOf(world)), Architectures: ["x86_64"] },
        variables: { WORD: "first" },
        tags: TAGS,
      });
    },
  },
  {
    title: "a function is created once",
    async run(world) {
      const name = unique("twice");
      await createFunction(world, name);
      const again = createFunction(world, name);
      await expect(again).rejects.toMatchObject({ name: "ResourceConflictException" });
    },
  },
  {
    title: "a function is not created, nor changed, for a role that Lambda cannot assume",
    async run(world) {
      const { functions, roles } = world.cloud;
      const name = unique("role");
      const settings = await settingsOf(world);
      const missing = settings.Role.replace(/[^/]*$/, unique("missing"));
      const spec = roleSpec(unique("others"), "scheduler.amazonaws.com");
      const others = (await roles.ensure(spec)).arn;
      const zip = zipOf("first").content;
      const tags = TAGS;
      const refused = /cannot be assumed/;
      for (const Role of [missing, others]) {
        const wanted = { ...X86, name, settings, zip, tags };
        const created = functions.create({ ...wanted, settings: { ...settings, Role } });
        await expect(created).rejects.toThrow(refused);
      }
      expect(await functions.find(name)).toBeUndefined();
      await createFunction(world, name);
      const updated = functions.update({
        ...X86,
        name,
        settings: { ...settings, Role: missing },
        zip,
      });
      await expect(updated).rejects.toThrow(refused);
    },
  },
  {
    title:
      "an update changes code and settings of the working copy, and keeps what it does not name",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("updated");
      await createFunction(world, name);
      const settings = await settingsOf(world);
      const { content, sha256 } = zipOf("second");
      const layer = settings.Role.replace(":iam::", `:lambda:${world.cloud.region}:`);
      const Layers = [layer.replace(/role\/.*/, "layer:libvips:3")];
      const named = { ...settings, Description: "named once", Layers };
      await functions.update({ ...X86, name, settings: named, zip: content });
      const Environment = { Variables: { OTHER: "second" } };
      const other = { ...settings, MemorySize: 512, Environment };
      await functions.update({ ...X86, name, settings: other, zip: content });
      expect(await functions.find(name)).toMatchObject({
        codeSha256: sha256,
        settings: {
          MemorySize: 512,
          Description: "named once",
          Layers,
          Architectures: ["x86_64"],
        },
        tags: TAGS,
      });
      expect((await functions.find(name))?.variables).toEqual({ OTHER: "second" });
    },
  },
  {
    title: "an update moves the working copy to another architecture, and no version",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("moved");
      const first = await createFunction(world, name);
      await functions.publish(name, first);
      const settings = await settingsOf(world);
      const { content } = zipOf("first");
      await functions.update({ name, architecture: "arm64", settings, zip: content });
      const moved = { settings: { Architectures: ["arm64"] } };
      expect(await functions.find(name)).toMatchObject(moved);
      expect(await functions.publish(name, first)).toBe("2");
      expect(await functions.find(name, "2")).toMatchObject(moved);
      expect(await functions.find(name, "1")).toMatchObject({
        settings: { Architectures: ["x86_64"] },
      });
    },
  },
  {
    title: "a function that is missing can be neither updated, published, pointed at nor asked",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("missing");
      const settings = await settingsOf(world);
      const { content, sha256 } = zipOf("first");
      for (const call of [
        () => functions.update({ ...X86, name, settings, zip: content }),
        () => functions.publish(name, sha256),
        () => functions.pointAlias(name, "live", "1"),
        () => functions.invoke(name, "live", {}),
      ]) {
        await expect(call()).rejects.toMatchObject(NOT_FOUND);
      }
      expect(await functions.findAlias(name, "live")).toBeUndefined();
    },
  },
  {
    title: "a version keeps the code and the settings that it was published with",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("frozen");
      const first = await createFunction(world, name);
      expect(await functions.find(name, "1")).toBeUndefined();
      expect(await functions.publish(name, first)).toBe("1");
      const second = await change(world, name, "second");
      expect(await functions.publish(name, second)).toBe("2");
      expect(await functions.find(name, "1")).toMatchObject({
        codeSha256: first,
        variables: { WORD: "first" },
        tags: TAGS,
      });
      expect(await functions.find(name, "2")).toMatchObject({
        codeSha256: second,
        variables: { WORD: "second" },
      });
    },
  },
  {
    title: "an unchanged working copy is not published again",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("unchanged");
      const sha256 = await createFunction(world, name);
      expect(await functions.publish(name, sha256)).toBe("1");
      expect(await functions.publish(name, sha256)).toBe("1");
      expect(await change(world, name, "first")).toBe(sha256);
      expect(await functions.publish(name, sha256)).toBe("1");
      expect(await functions.find(name, "2")).toBeUndefined();
    },
  },
  {
    title: "other code than the caller knows is not published",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("known");
      await createFunction(world, name);
      await expect(functions.publish(name, zipOf("other").sha256)).rejects.toMatchObject({
        name: "InvalidParameterValueException",
      });
      expect(await functions.find(name, "1")).toBeUndefined();
    },
  },
  {
    title: "an alias points at one version, moves to another, and is found by its name",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("alias");
      await createFunction(world, name);
      expect(await functions.findAlias(name, "live")).toBeUndefined();
      await functions.publish(name, zipOf("first").sha256);
      expect(await functions.findAlias(name, "live")).toBeUndefined();
      await functions.pointAlias(name, "live", "1");
      expect(await functions.findAlias(name, "live")).toBe("1");
      await functions.publish(name, await change(world, name, "second"));
      expect(await functions.findAlias(name, "live")).toBe("1");
      await functions.pointAlias(name, "live", "2");
      expect(await functions.findAlias(name, "live")).toBe("2");
      expect(await functions.find(name, "live")).toMatchObject({ variables: { WORD: "second" } });
      expect(await functions.findAlias(name, "other")).toBeUndefined();
    },
  },
  {
    title: "an alias does not move to a version that is missing",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("strict");
      await createLive(world, name);
      await expect(functions.pointAlias(name, "live", "9")).rejects.toMatchObject(NOT_FOUND);
      expect(await functions.findAlias(name, "live")).toBe("1");
    },
  },
  {
    title: "an invocation reaches the version that is named, by its number or its alias",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("asked");
      await createLive(world, name);
      await functions.publish(name, await change(world, name, "second"));
      const asked = { message: "status", path: "/up" };
      for (const [qualifier, version] of [
        ["live", "1"],
        ["2", "2"],
      ] as const) {
        expect(await functions.invoke(name, qualifier, asked)).toEqual({
          payload: { asked, version },
          error: undefined,
        });
      }
      await expect(functions.invoke(name, "3", asked)).rejects.toMatchObject(NOT_FOUND);
    },
  },
  {
    title: "an invocation that fails says why, in the function's words",
    async run(world) {
      const name = unique("failing");
      await createLive(world, name);
      const answer = await world.cloud.functions.invoke(name, "1", { fail: "no database" });
      expect(answer.error).toBe("no database");
    },
  },
  {
    title: "a function goes with its versions and aliases, and the next of its name begins anew",
    async run(world) {
      const { functions } = world.cloud;
      const name = unique("gone");
      await createLive(world, name);
      await functions.remove(name);
      expect(await functions.find(name)).toBeUndefined();
      expect(await functions.find(name, "1")).toBeUndefined();
      expect(await functions.findAlias(name, "live")).toBeUndefined();
      await functions.remove(name);
      const sha256 = await createFunction(world, name);
      expect(await functions.findAlias(name, "live")).toBeUndefined();
      expect(await functions.publish(name, sha256)).toBe("1");
    },
  },
];
