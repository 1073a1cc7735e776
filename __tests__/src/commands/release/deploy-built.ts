import type { Built } from "../../../../src/bundle/built.ts";
import { findStage } from "../../../../src/commands/release/find-stage.ts";
import { release } from "../../../../src/commands/release/release.ts";
import type { ReleaseResult } from "../../../../src/release/release-result.ts";
import type { FakeCloud } from "../../../fakes/cloud.ts";
import { BUCKET } from "../../../fakes/stage.ts";
import type { DeployContext } from "../deploy-context.ts";
import { newFolder } from "./bundle.ts";

/** Name of the function and the front door of `shop`'s stage `production`. */
export const NAME = "shop-production";

/** What a deploy does once its bundle is built. */
export async function deployBuilt(context: DeployContext, built: Built): Promise<ReleaseResult> {
  return release(context, built, await findStage(context), newFolder());
}

/** The version that carries the traffic. */
export function liveVersion({ state }: FakeCloud): string | undefined {
  return state.functions.get(NAME)?.aliases.get("live");
}

/** An object of the stage's bucket, read as JSON. */
export function readObject({ state }: FakeCloud, key: string): unknown {
  const content = state.buckets.get(BUCKET)?.get(key);
  return content && JSON.parse(content.toString());
}
