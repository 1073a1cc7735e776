import { expect } from "@jest/globals";
import { UserError } from "../../src/errors.ts";
import { change, createFunction, createLive, doorOf, TAGS } from "./resources.ts";
import { type Case, unique } from "./world.ts";

export const frontDoorCases: readonly Case[] = [
  {
    title: "what a front door serves has a digest, whatever its tags",
    async run(world) {
      const { frontDoor } = world.cloud;
      const spec = await doorOf(world, unique("digest"));
      const digest = frontDoor.digest(spec);
      expect(digest).toMatch(/./);
      expect(frontDoor.digest({ ...spec, tags: {} })).toBe(digest);
      expect(frontDoor.digest({ ...spec, aliasArn: `${spec.aliasArn}r` })).not.toBe(digest);
      expect(frontDoor.digest({ ...spec, streams: true })).toMatch(/^stream-./);
      expect(digest).not.toMatch(/^stream-/);
    },
  },
  {
    title: "a front door streams when it is told to, and no more when it is told not to",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("streams");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      const { id } = await frontDoor.create({ ...spec, streams: true });
      for (const streams of [false, true]) {
        const { serves } = (await frontDoor.find(spec))!;
        expect(serves).toBe(frontDoor.digest({ ...spec, streams: !streams }));
        await frontDoor.update(id, { ...spec, streams });
      }
    },
  },
  {
    title: "a front door is found as it was created: it serves, and keeps its tags",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("door");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      expect(await frontDoor.find(spec)).toBeUndefined();
      const created = await frontDoor.create(spec);
      expect(created).toEqual({
        id: expect.stringMatching(/./),
        url: expect.stringMatching(/^https:\/\/.*[^/]\/live$/),
        serves: frontDoor.digest(spec),
        tags: TAGS,
      });
      expect(await frontDoor.find(spec)).toEqual(created);
      expect(await frontDoor.find({ ...spec, name: `${name}-other` })).toBeUndefined();
    },
  },
  {
    title: "a front door that is created twice is one",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("twice");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      const created = await frontDoor.create(spec);
      expect(await frontDoor.create(spec)).toEqual(created);
      expect((await frontDoor.list()).filter((one) => one.name === name)).toHaveLength(1);
    },
  },
  {
    title: "whose a front door is can be asked before it is found, if it is there",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("asked");
      const check = (tags: unknown) => {
        throw new UserError(`not ours: ${JSON.stringify(tags)}`, "");
      };
      const spec = await doorOf(world, name);
      expect(await frontDoor.find(spec, check)).toBeUndefined();
      await createLive(world, name);
      await frontDoor.create(spec);
      await expect(frontDoor.find(spec, check)).rejects.toThrow(
        `not ours: ${JSON.stringify(TAGS)}`,
      );
    },
  },
  {
    title: "front doors are listed by name, with their tags",
    async run(world) {
      const { frontDoor } = world.cloud;
      const names = [unique("listed"), unique("listed")];
      for (const name of names) {
        await createLive(world, name);
        const tags = { ...TAGS, "megamode:stage": name };
        await frontDoor.create({ ...(await doorOf(world, name)), tags });
      }
      const listed = await frontDoor.list();
      expect(listed.filter(({ name }) => names.includes(name))).toHaveLength(2);
      for (const name of names) {
        expect(listed).toContainEqual({ name, tags: { ...TAGS, "megamode:stage": name } });
      }
    },
  },
  {
    title: "a front door that is created before its alias serves nothing until it is updated",
    async run(world) {
      const { cloud } = world;
      const name = unique("early");
      const spec = await doorOf(world, name);
      const sha256 = await createFunction(world, name);
      await expect(cloud.frontDoor.create(spec)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
      const found = await cloud.frontDoor.find(spec);
      expect(found).toMatchObject({ serves: undefined, tags: TAGS });
      await cloud.functions.publish(name, sha256);
      await cloud.functions.pointAlias(name, "live", "1");
      await cloud.frontDoor.update(found?.id ?? "", spec);
      const served = await cloud.frontDoor.find(spec);
      expect(served).toEqual({ ...found, serves: cloud.frontDoor.digest(spec) });
    },
  },
  {
    title: "a front door serves on when the alias moves",
    async run(world) {
      const { cloud } = world;
      const name = unique("moved");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      const created = await cloud.frontDoor.create(spec);
      await cloud.functions.publish(name, await change(world, name, "second"));
      await cloud.functions.pointAlias(name, "live", "2");
      expect(await cloud.frontDoor.find(spec)).toEqual(created);
    },
  },
  {
    title: "a front door serves nothing once its function is gone, even if one of its name is back",
    async run(world) {
      const { cloud } = world;
      const name = unique("permission");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      const created = await cloud.frontDoor.create(spec);
      await cloud.functions.remove(name);
      expect(await cloud.frontDoor.find(spec)).toEqual({ ...created, serves: undefined });
      await createLive(world, name);
      expect(await cloud.frontDoor.find(spec)).toEqual({ ...created, serves: undefined });
      await cloud.frontDoor.update(created.id, spec);
      expect(await cloud.frontDoor.find(spec)).toEqual(created);
    },
  },
  {
    title: "a front door serves the stage that it was made for, and no other",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("staged");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      await frontDoor.create(spec);
      expect(await frontDoor.find({ ...spec, stage: "other" })).toMatchObject({
        url: expect.stringMatching(/\/other$/),
        serves: undefined,
      });
    },
  },
  {
    title: "an update may be repeated, and serves what the spec says",
    async run(world) {
      const { frontDoor } = world.cloud;
      const [first, second] = [unique("before"), unique("after")];
      for (const name of [first, second]) await createLive(world, name);
      const { id } = await frontDoor.create(await doorOf(world, first));
      const spec = await doorOf(world, second);
      for (const _ of [1, 2]) {
        await frontDoor.update(id, spec);
        expect(await frontDoor.find(spec)).toMatchObject({ id, serves: frontDoor.digest(spec) });
      }
      expect(await frontDoor.find(await doorOf(world, first))).toBeUndefined();
    },
  },
  {
    title: "a front door that is gone is not found, not updated, and may be removed again",
    async run(world) {
      const { frontDoor } = world.cloud;
      const name = unique("closed");
      await createLive(world, name);
      const spec = await doorOf(world, name);
      const { id } = await frontDoor.create(spec);
      await frontDoor.remove(id);
      expect(await frontDoor.find(spec)).toBeUndefined();
      expect((await frontDoor.list()).map((one) => one.name)).not.toContain(name);
      await frontDoor.remove(id);
      await expect(frontDoor.update(id, spec)).rejects.toMatchObject({ name: "NotFoundException" });
      expect((await frontDoor.create(spec)).id).not.toBe(id);
    },
  },
];
