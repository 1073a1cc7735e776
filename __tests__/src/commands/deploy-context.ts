import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../../src/commands/context.ts";
import { noGemCache } from "../../../src/ports/gem-cache.ts";
import { type FakeCloud, fakeCloud } from "../../fakes/cloud.ts";
import { publicFetch } from "../../fakes/public.ts";
import { cloudContext, type FakeContext } from "./cloud-context.ts";
import { newFolder } from "./release/bundle.ts";

const runtimeDir = newFolder();
writeFileSync(join(runtimeDir, "index.mjs"), "export const handler = () => {};");

const unexpected = async (): Promise<never> => {
  throw new Error("A release has no business to ask for that.");
};

export type DeployContext = FakeContext & Context;

/** What a deploy of the repository `org/shop` gets, with a cloud and a public network in memory. */
export function deployContext(
  given: Readonly<Record<string, string>>,
  cloud: FakeCloud = fakeCloud(),
): DeployContext {
  return {
    ...cloudContext({ command: "deploy", stage: "production", ...given }),
    cloud,
    fetch: publicFetch(cloud),
    shell: { run: unexpected },
    gemCache: noGemCache,
    openRoot: unexpected,
    parts: { runtimeDir, gemDir: "/no/gem", digest: async () => "digest of the action" },
    machine: {
      architecture: "x86_64",
      system: "debian-12",
      glibc: "2.36",
      path: "/usr/bin",
      environment: {},
    },
  };
}
