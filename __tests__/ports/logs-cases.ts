import { expect } from "@jest/globals";
import { document, mayLog } from "../../src/release/role-statements.ts";
import { createLive, roleSpec, settingsOf, zipOf } from "./resources.ts";
import { type Case, unique, type World } from "./world.ts";

const X86 = { architecture: "x86_64" } as const;

/** Invokes a function that may write to a log group. */
async function logTo(world: World, name: string, group: string): Promise<void> {
  const { functions, roles } = world.cloud;
  const { region } = world.cloud;
  const policy = document([mayLog({ region, identity: await roles.identity() }, group)]);
  const inline = [{ name: "log", policy }];
  const { arn: Role } = await roles.ensure({ ...roleSpec(name), inline });
  await createLive(world, name);
  const settings = { ...(await settingsOf(world)), Role, LoggingConfig: { LogGroup: group } };
  await functions.update({ ...X86, name, settings, zip: zipOf("first").content });
  await functions.invoke(name, "$LATEST", {});
}

export const logsCases: readonly Case[] = [
  {
    title: "a log group goes, and no other",
    async run(world) {
      const [gone, other] = [unique("logging"), unique("logging")];
      const groups = [`/aws/lambda/${gone}`, `/aws/lambda/${other}`] as const;
      await logTo(world, gone, groups[0]);
      await logTo(world, other, groups[1]);
      expect(groups.map(world.hasLog)).toEqual([true, true]);
      await world.cloud.logs.remove(groups[0]);
      expect(groups.map(world.hasLog)).toEqual([false, true]);
    },
  },
  {
    title: "a log group is where its function's settings say",
    async run(world) {
      const name = unique("logging");
      await logTo(world, name, "/shop/all");
      expect(["/shop/all", `/aws/lambda/${name}`].map(world.hasLog)).toEqual([true, false]);
    },
  },
  {
    title: "a log group that is missing is removed already",
    async run({ cloud }) {
      await expect(cloud.logs.remove("/aws/lambda/missing")).resolves.toBeUndefined();
    },
  },
];
