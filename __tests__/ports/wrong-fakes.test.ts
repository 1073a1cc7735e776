import { renameSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { createCloud } from "../../src/aws/cloud.ts";
import { systemClock } from "../../src/host/clock.ts";
import type { Port } from "../fakes/cloud/journal.ts";
import { type FakeCloud, fakeCloud } from "../fakes/cloud.ts";
import { cloudSuite } from "./cloud-suite.ts";
import { fakeWorld } from "./fake-world.ts";

const PORTS: readonly Port[] = ["store", "functions", "frontDoor", "roles", "schedules", "logs"];

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

function methodsOf(cloud: FakeCloud, port: Port): Methods {
  return cloud[port] as unknown as Methods;
}

/** Every method of every port, as the fake itself has them. */
const everyMethod = PORTS.flatMap((port) =>
  Object.entries(methodsOf(fakeCloud(), port))
    .filter(([, member]) => typeof member === "function")
    .map(([name]) => [port, name] as const),
);

/** Titles of the cases that find something wrong with such a cloud. */
async function complaints(breakCloud: (cloud: FakeCloud) => void): Promise<readonly string[]> {
  const titles: string[] = [];
  for (const { title, run } of cloudSuite) {
    const cloud = fakeCloud();
    breakCloud(cloud);
    await run(fakeWorld(cloud)).catch(() => titles.push(title));
  }
  return titles;
}

test("the fake has every method that the cloud on AWS has, and no other", () => {
  const aws = createCloud("eu-west-1", systemClock, undefined);
  for (const port of PORTS) {
    expect(Object.keys(fakeCloud()[port]).sort()).toEqual(Object.keys(aws[port]).sort());
  }
});

describe("the suite finds a fake whose method does nothing", () => {
  test.each(everyMethod)("%s.%s", async (port, name) => {
    const found = await complaints((cloud) => {
      methodsOf(cloud, port)[name] = async () => undefined;
    });
    expect(found).not.toEqual([]);
  });
});

/** A method that does its work otherwise than AWS does. */
type Wrong = readonly [how: string, breakCloud: (cloud: FakeCloud) => void];

const wrong: readonly Wrong[] = [
  [
    "uploads over what is there",
    ({ store, state }) => {
      const { upload } = store;
      store.upload = (bucket, key, ...more) => {
        state.buckets.get(bucket)?.delete(key);
        return upload(bucket, key, ...more);
      };
    },
  ],
  [
    "downloads whatever size an object has",
    ({ store, state }) => {
      const { download } = store;
      store.download = (bucket, key, file) =>
        download(bucket, key, file, state.buckets.get(bucket)?.get(key)?.length ?? 0);
    },
  ],
  [
    "downloads over what is there",
    ({ store }) => {
      const { download } = store;
      store.download = async (bucket, key, file, bytes) => {
        const aside = `${file}.aside`;
        const found = await download(bucket, key, aside, bytes);
        if (found) renameSync(aside, file);
        return found;
      };
    },
  ],
  [
    "reads JSON however large it is",
    ({ store, state }) => {
      store.readJson = async (bucket, key) => {
        const content = state.buckets.get(bucket)?.get(key);
        return content && JSON.parse(content.toString());
      };
    },
  ],
  [
    "lets everybody claim",
    ({ store }) => {
      const { claim } = store;
      store.claim = async (...args) => {
        await claim(...args);
        return true;
      };
    },
  ],
  [
    "lets a URL for one write be used without its condition",
    ({ store }) => {
      const { presignPut } = store;
      store.presignPut = (bucket, key, seconds) => presignPut(bucket, key, seconds);
    },
  ],
  [
    "lets a URL for one write be used again",
    (cloud) => {
      const { put, state } = cloud;
      cloud.put = (...args) => {
        for (const objects of state.buckets.values()) objects.clear();
        return put(...args);
      };
    },
  ],
  [
    "removes the whole bucket",
    ({ store }) => {
      const { removeAll } = store;
      store.removeAll = (bucket) => removeAll(bucket, "");
    },
  ],
  [
    "creates a bucket that it is asked to write to",
    ({ store }) => {
      const { writeJson } = store;
      store.writeJson = async (bucket, ...more) => {
        await store.ensureBucket(bucket, () => {});
        return writeJson(bucket, ...more);
      };
    },
  ],
  [
    "creates a function over another",
    ({ functions }) => {
      const { create } = functions;
      functions.create = async (spec) => {
        await functions.remove(spec.name);
        return create(spec);
      };
    },
  ],
  [
    "forgets the tags of an updated function",
    ({ functions, state }) => {
      const { update } = functions;
      functions.update = async (spec) => {
        await update(spec);
        const { name } = spec;
        const found = state.functions.get(name);
        if (found) state.functions.set(name, { ...found, tags: {} });
      };
    },
  ],
  [
    "leaves an updated function on its architecture",
    ({ functions, state }) => {
      const { update } = functions;
      functions.update = (spec) => {
        const { architecture = spec.architecture } =
          state.functions.get(spec.name)?.workingCopy ?? {};
        return update({ ...spec, architecture });
      };
    },
  ],
  [
    "publishes whatever the code is",
    ({ functions, state }) => {
      const { publish } = functions;
      functions.publish = (name, sha256) =>
        publish(name, state.functions.get(name)?.workingCopy.codeSha256 ?? sha256);
    },
  ],
  [
    "publishes an unchanged working copy again",
    ({ functions, state }) => {
      const { publish } = functions;
      functions.publish = (name, sha256) => {
        const found = state.functions.get(name);
        if (found) found.workingCopy = { ...found.workingCopy, codeSha256: sha256 };
        const [last] = [...(found?.versions ?? [])].at(-1) ?? [];
        if (last) found?.versions.set(last, { ...found.workingCopy, codeSha256: "other" });
        return publish(name, sha256);
      };
    },
  ],
  [
    "points an alias at a version that is missing",
    ({ functions, state }) => {
      functions.pointAlias = async (name, alias, version) =>
        void state.functions.get(name)?.aliases.set(alias, version);
    },
  ],
  [
    "invokes the working copy, whatever the qualifier",
    ({ functions }) => {
      const { invoke } = functions;
      functions.invoke = (name, _, payload) => invoke(name, "$LATEST", payload);
    },
  ],
  [
    "lets a front door serve without the alias's permission",
    ({ frontDoor, state }) => {
      const { find } = frontDoor;
      frontDoor.find = async (spec) => {
        const found = await find(spec);
        const serves = found && state.frontDoors.get(found.id)?.deployed.get(spec.stage);
        return found && { ...found, serves };
      };
    },
  ],
  [
    "finds whichever front door there is",
    ({ frontDoor, state }) => {
      const { find } = frontDoor;
      frontDoor.find = (spec) =>
        find({ ...spec, name: [...state.frontDoors.values()][0]?.name ?? spec.name });
    },
  ],
  [
    "creates a front door again",
    ({ frontDoor, state }) => {
      const { create } = frontDoor;
      frontDoor.create = async (spec) => {
        for (const [id, door] of state.frontDoors) {
          if (door.name === spec.name) state.frontDoors.set(`${id}-twin`, door);
        }
        return create(spec);
      };
    },
  ],
  [
    "creates a front door whose alias is missing",
    ({ frontDoor }) => {
      const { create } = frontDoor;
      frontDoor.create = (spec) =>
        create(spec).catch(() => ({ id: "door1", url: "", serves: undefined, tags: {} }));
    },
  ],
  [
    "takes away from a role what a spec does not name",
    ({ roles, state }) => {
      const { ensure } = roles;
      roles.ensure = (spec) => {
        state.roles.get(spec.name)?.inline.clear();
        return ensure(spec);
      };
    },
  ],
  [
    "changes whosever role it is",
    ({ roles }) => {
      const { ensure } = roles;
      roles.ensure = (spec) => ensure({ ...spec, assertOurs: () => {} });
    },
  ],
  [
    "says of every role that it was another",
    ({ roles }) => {
      const { ensure } = roles;
      roles.ensure = async (spec) => ({ ...(await ensure(spec)), changed: true });
    },
  ],
  [
    "takes a policy from whosever role it is",
    ({ roles }) => {
      const { removePolicy } = roles;
      roles.removePolicy = (role, policy) =>
        removePolicy({ ...role, assertOurs: () => {} }, policy);
    },
  ],
  [
    "asks whose a role is once it has changed it",
    ({ roles, state }) => {
      const { ensure } = roles;
      roles.ensure = async (spec) => {
        const tags = { ...state.roles.get(spec.name)?.tags };
        const ensured = await ensure({ ...spec, assertOurs: () => {} });
        if (Object.keys(tags).length > 0) spec.assertOurs(tags);
        return ensured;
      };
    },
  ],
  [
    "claims without saying for whom",
    ({ store }) => {
      const { claim } = store;
      store.claim = (bucket, key) => claim(bucket, key);
    },
  ],
  [
    "finds a front door without asking whose it is",
    ({ frontDoor }) => {
      const { find } = frontDoor;
      frontDoor.find = (spec) => find(spec);
    },
  ],
  [
    "removes every schedule",
    ({ schedules, state }) => {
      schedules.remove = async () => state.schedules.clear();
    },
  ],
  [
    "removes every log group",
    ({ logs, state }) => {
      logs.remove = async () => state.logGroups.clear();
    },
  ],
  [
    "updates a schedule that is missing",
    ({ schedules }) => {
      const { create, update } = schedules;
      schedules.update = async (name, spec) =>
        (await schedules.find(name)) ? update(name, spec) : create(name, spec);
    },
  ],
];

test.each(wrong)("the suite finds a fake that %s", async (_, breakCloud) => {
  expect(await complaints(breakCloud)).not.toEqual([]);
});

test("the suite finds nothing wrong with the fake itself", async () => {
  expect(await complaints(() => {})).toEqual([]);
});
