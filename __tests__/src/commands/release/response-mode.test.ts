import { describe, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { MANIFEST_FILE } from "../../../../contract/manifest.ts";
import { sha256Base64 } from "../../../../src/digest.ts";
import { STREAMS } from "../../../../src/ports/front-door.ts";
import { type FakeCloud, fakeCloud } from "../../../fakes/cloud.ts";
import { deployContext } from "../deploy-context.ts";
import { bundle } from "./bundle.ts";
import { deployBuilt, NAME } from "./deploy-built.ts";

const built = await bundle({ app: "first" });

/** What answers the public at one moment. */
interface Moment {
  /** Whether the live version can stream; it can answer without streaming always. */
  readonly version: boolean;
  /** Whether the front door asks it to. */
  readonly door: boolean;
}

/** Whether a function zip can stream, by its digest. */
const canStream = new Map<string, boolean>();

/** Deploys with each mode in turn. @returns what answered after each call that changed it */
async function deploy(cloud: FakeCloud, ...modes: readonly ("buffer" | "stream")[]) {
  const moments: Moment[] = [];
  const look = () => {
    const fn = cloud.state.functions.get(NAME);
    const live = fn?.versions.get(fn.aliases.get("live") ?? "");
    const serves = [...cloud.state.frontDoors.values()][0]?.deployed.get("production");
    if (!live || !serves) return;
    const moment = { version: canStream.get(live.codeSha256)!, door: serves.startsWith(STREAMS) };
    if (JSON.stringify(moment) !== JSON.stringify(moments.at(-1))) moments.push(moment);
  };
  const { functions, frontDoor } = cloud;
  const remember = (zip: Uint8Array) => {
    const manifest = JSON.parse(strFromU8(unzipSync(zip)[MANIFEST_FILE]!));
    canStream.set(sha256Base64(zip), manifest.responseMode === "stream");
  };
  const watched = {
    ...cloud,
    functions: {
      ...functions,
      create: (copy: Parameters<typeof functions.create>[0]) => {
        remember(copy.zip);
        return functions.create(copy);
      },
      update: (copy: Parameters<typeof functions.update>[0]) => {
        remember(copy.zip);
        return functions.update(copy);
      },
      pointAlias: (...args: Parameters<typeof functions.pointAlias>) =>
        functions.pointAlias(...args).finally(look),
    },
    frontDoor: {
      ...frontDoor,
      create: (spec: Parameters<typeof frontDoor.create>[0]) =>
        frontDoor.create(spec).finally(look),
      update: (...args: Parameters<typeof frontDoor.update>) =>
        frontDoor.update(...args).finally(look),
    },
  };
  const changes = [];
  for (const mode of modes) {
    const context = deployContext({ "prewarm-rate": "off", "response-mode": mode }, watched);
    const released = await deployBuilt(context, built).catch(() => undefined);
    changes.push(released?.changes.map(({ kind }) => kind) ?? "failed");
  }
  return { moments, changes };
}

describe("a stage whose response mode changes", () => {
  test("has at no moment a version that cannot answer its front door", async () => {
    const { moments } = await deploy(fakeCloud(), "buffer", "stream", "buffer", "buffer", "stream");
    expect(moments).toEqual([
      { version: false, door: false },
      { version: true, door: false },
      { version: true, door: true },
      // On the way back the version can still stream, until nobody asks it to.
      { version: true, door: false },
      { version: false, door: false },
      { version: true, door: false },
      { version: true, door: true },
    ]);
  });

  test("changes nothing in a deploy that finds all as it is wanted", async () => {
    const { changes } = await deploy(fakeCloud(), "stream", "stream", "buffer", "buffer", "buffer");
    expect(changes).toEqual([
      ["create-function", "release-version", "create-front-door"],
      [],
      ["update-front-door"],
      ["update-function", "release-version"],
      [],
    ]);
  });

  test.each(["frontDoor.update", "functions.pointAlias"] as const)(
    "answers on after a deploy that broke off at %s, and the next one ends the work",
    async (method) => {
      const cloud = fakeCloud();
      await deploy(cloud, "stream");
      for (const wanted of ["buffer", "stream"] as const) {
        cloud.fail(method, new Error("it broke off"));
        const { moments } = await deploy(cloud, wanted, wanted);
        expect(moments.filter(({ version, door }) => door && !version)).toEqual([]);
        expect(moments.at(-1)?.door).toBe(wanted === "stream");
      }
    },
  );
});
