import { Header } from "../../contract/headers.ts";
import { urlOf } from "./cloud/front-door.ts";
import type { FakeCloud } from "./cloud.ts";

/**
 * Asks the public URLs of a cloud in memory, as a browser does: a front door that serves passes the request to
 * the version that its alias points at, which answers 200; any other answer is the front door's own.
 */
export function publicFetch({ state }: Pick<FakeCloud, "state">): typeof fetch {
  return async (input) => {
    const url = String(input);
    for (const [id, door] of state.frontDoors) {
      const stage = [...door.deployed.keys()].find((name) => url.startsWith(urlOf(id, name)));
      const fn = stage === undefined ? undefined : state.functions.get(door.name);
      if (fn === undefined) continue;
      const isAllowed = [...fn.permissions].some((permission) => permission.endsWith(` ${id}`));
      if (isAllowed) return new Response("", { headers: { [Header.callCount]: "1" } });
    }
    return new Response('{"message":"Forbidden"}', { status: 403 });
  };
}
