import { expect } from "@jest/globals";
import type { ScheduleSpec } from "../../src/ports/schedules.ts";
import { trustPolicy } from "../../src/release/role-policies.ts";
import { roleSpec } from "./resources.ts";
import { type Case, unique, type World } from "./world.ts";

async function schedule({ cloud }: World): Promise<ScheduleSpec> {
  const { account, partition } = await cloud.roles.identity();
  const { arn } = await cloud.roles.ensure({
    ...roleSpec("schedules-of-cases"),
    trustPolicy: trustPolicy("scheduler.amazonaws.com", "123456789012"),
  });
  return {
    expression: "rate(30 minutes)",
    target: `arn:${partition}:lambda:${cloud.region}:${account}:function:shop-live:live`,
    role: arn,
    input: '{"megamode":1}',
  };
}

export const schedulesCases: readonly Case[] = [
  {
    title: "a schedule is found as it was created, once",
    async run(world) {
      const { schedules } = world.cloud;
      const name = unique("schedule");
      const spec = await schedule(world);
      expect(await schedules.find(name)).toBeUndefined();
      await schedules.create(name, spec);
      expect(await schedules.find(name)).toEqual(spec);
      const again = schedules.create(name, { ...spec, input: "{}" });
      await expect(again).rejects.toMatchObject({ name: "ConflictException" });
      expect(await schedules.find(name)).toEqual(spec);
    },
  },
  {
    title: "a schedule is replaced as a whole, if it is there",
    async run(world) {
      const { schedules } = world.cloud;
      const name = unique("replaced");
      const spec = await schedule(world);
      const changed = { ...spec, expression: "rate(1 hour)", input: "{}" };
      await expect(schedules.update(name, changed)).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
      await schedules.create(name, spec);
      for (const _ of [1, 2]) await schedules.update(name, changed);
      expect(await schedules.find(name)).toEqual(changed);
    },
  },
  {
    title: "a schedule needs a role that the scheduler may assume",
    async run(world) {
      const { schedules, roles } = world.cloud;
      const name = unique("unassumed");
      const spec = await schedule(world);
      const others = { ...spec, role: (await roles.ensure(roleSpec(unique("of-lambda")))).arn };
      const elsewhere = trustPolicy("scheduler.amazonaws.com", "210987654321");
      const ofAnother = { ...roleSpec(unique("of-another-account")), trustPolicy: elsewhere };
      const foreign = { ...spec, role: (await roles.ensure(ofAnother)).arn };
      const missing = { ...spec, role: spec.role.replace(/[^/]*$/, unique("missing")) };
      const refused = /assume/;
      for (const wrong of [others, foreign, missing]) {
        await expect(schedules.create(name, wrong)).rejects.toThrow(refused);
      }
      expect(await schedules.find(name)).toBeUndefined();
      await schedules.create(name, spec);
      await expect(schedules.update(name, missing)).rejects.toThrow(refused);
      expect(await schedules.find(name)).toEqual(spec);
    },
  },
  {
    title: "a schedule that is gone may be removed again, and others stay",
    async run(world) {
      const { schedules } = world.cloud;
      const [name, other] = [unique("ended"), unique("staying")];
      const spec = await schedule(world);
      for (const one of [name, other]) await schedules.create(one, spec);
      await schedules.remove(name);
      expect(await schedules.find(name)).toBeUndefined();
      await schedules.remove(name);
      expect(await schedules.find(other)).toEqual(spec);
    },
  },
];
