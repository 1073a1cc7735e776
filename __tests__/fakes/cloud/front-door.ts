import { isDeepStrictEqual } from "node:util";
import { sha256Hex } from "../../../src/digest.ts";
import { type FrontDoor, type FrontDoorSpec, STREAMS } from "../../../src/ports/front-door.ts";
import { type CloudState, failure, REGION, type StoredFrontDoor } from "./state.ts";

/** Front doors as REST APIs have them: what one serves is deployed, and the alias must allow it. */
export function fakeFrontDoor(state: CloudState): FrontDoor {
  let count = state.frontDoors.size;
  const digest = ({ name, aliasArn, streams }: FrontDoorSpec) =>
    `${streams ? STREAMS : ""}${sha256Hex(`${name} ${aliasArn}`)}`;
  const serve = (id: string, door: StoredFrontDoor, spec: FrontDoorSpec) => {
    const { fn, alias } = invoked(state, spec.aliasArn);
    if (!fn?.aliases.has(alias)) {
      throw failure("ResourceNotFoundException", `There is no alias ${spec.aliasArn}.`);
    }
    fn.permissions.add(`${alias} ${id}`);
    door.deployed.set(spec.stage, digest(spec));
  };
  return {
    noun: "REST API",
    digest,

    async find({ name, stage, aliasArn }, check) {
      const found = [...state.frontDoors].find(([, door]) => door.name === name);
      if (found === undefined) return undefined;
      const [id, { deployed, tags }] = found;
      check?.(tags);
      const { fn, alias } = invoked(state, aliasArn);
      const isAllowed = fn?.permissions.has(`${alias} ${id}`) === true;
      return {
        id,
        url: urlOf(id, stage),
        serves: isAllowed ? deployed.get(stage) : undefined,
        tags,
      };
    },

    async list() {
      return [...state.frontDoors.values()].map(({ name, tags }) => ({ name, tags }));
    },

    async create(spec) {
      const same = [...state.frontDoors].find(
        ([, { name, tags }]) => name === spec.name && isDeepStrictEqual(tags, spec.tags),
      );
      if (same === undefined) count += 1;
      const [id, door] = same ?? [`door${count}`, newDoor(spec)];
      state.frontDoors.set(id, door);
      serve(id, door, spec);
      return { id, url: urlOf(id, spec.stage), serves: digest(spec), tags: spec.tags };
    },

    async update(id, spec) {
      const door = state.frontDoors.get(id);
      if (door === undefined) throw failure("NotFoundException", `There is no REST API ${id}.`);
      door.name = spec.name;
      serve(id, door, spec);
    },

    async remove(id) {
      state.frontDoors.delete(id);
    },
  };
}

export function urlOf(id: string, stage: string): string {
  return `https://${id}.execute-api.${REGION}.amazonaws.com/${stage}`;
}

function newDoor({ name, tags }: FrontDoorSpec): StoredFrontDoor {
  return { name, tags: { ...tags }, deployed: new Map() };
}

/** The function and the alias that an alias's ARN names. */
function invoked(state: CloudState, aliasArn: string) {
  const [name = "", alias = ""] = aliasArn.split(":").slice(-2);
  return { fn: state.functions.get(name), alias };
}
