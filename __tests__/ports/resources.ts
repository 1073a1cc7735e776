import { zipSync } from "fflate";
import { sha256Base64 } from "../../src/digest.ts";
import type { FrontDoorSpec } from "../../src/ports/front-door.ts";
import type { FunctionSettings } from "../../src/ports/functions.ts";
import type { RoleSpec } from "../../src/ports/roles.ts";
import { trustPolicy } from "../../src/release/role-policies.ts";
import type { World } from "./world.ts";

/** Answers what it was asked, and which version it is; fails where it is told to. */
const ECHO = `export const handler = async (event) => {
  if (event.fail) throw new Error(event.fail);
  return { asked: event, version: process.env.AWS_LAMBDA_FUNCTION_VERSION };
};`;

/** Code of a function; the same text gives the same bytes. */
export function zipOf(comment: string): { readonly content: Uint8Array; readonly sha256: string } {
  const mtime = new Date(2020, 0, 1);
  const content = zipSync({ "index.mjs": Buffer.from(`// ${comment}\n${ECHO}`) }, { mtime });
  return { content, sha256: sha256Base64(content) };
}

export const TAGS = { "megamode:app": "shop", "megamode:stage": "live" };

export function roleSpec(name: string, service = "lambda.amazonaws.com"): RoleSpec {
  return {
    name,
    assertOurs: () => {},
    trustPolicy: trustPolicy(service),
    description: "of a case",
    inline: [],
    detached: [],
    tags: TAGS,
  };
}

/** Settings by a role that is there. */
export async function settingsOf({ cloud }: World): Promise<FunctionSettings> {
  return {
    Role: (await cloud.roles.ensure(roleSpec("functions-of-cases"))).arn,
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    MemorySize: 256,
    Timeout: 100,
    EphemeralStorage: { Size: 512 },
    Environment: { Variables: { WORD: "first" } },
  };
}

/** Creates a function. @returns the digest of its code */
export async function createFunction(world: World, name: string): Promise<string> {
  const { content, sha256 } = zipOf("first");
  await world.cloud.functions.create({
    name,
    architecture: "x86_64",
    settings: await settingsOf(world),
    zip: content,
    tags: TAGS,
  });
  return sha256;
}

/** Gives the working copy other code and another variable. @returns the digest of its code */
export async function change(world: World, name: string, word: string): Promise<string> {
  const { content, sha256 } = zipOf(word);
  const Environment = { Variables: { WORD: word } };
  const settings = { ...(await settingsOf(world)), Environment };
  await world.cloud.functions.update({ name, architecture: "x86_64", settings, zip: content });
  return sha256;
}

/** Creates a function whose version 1 is `live`. @returns the digest of its code */
export async function createLive(world: World, name: string): Promise<string> {
  const sha256 = await createFunction(world, name);
  const version = await world.cloud.functions.publish(name, sha256);
  await world.cloud.functions.pointAlias(name, "live", version);
  return sha256;
}

export async function doorOf({ cloud }: World, name: string): Promise<FrontDoorSpec> {
  const { account, partition } = await cloud.roles.identity();
  return {
    name,
    stage: "live",
    aliasArn: `arn:${partition}:lambda:${cloud.region}:${account}:function:${name}:live`,
    tags: TAGS,
  };
}
