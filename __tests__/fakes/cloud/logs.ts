import type { Logs } from "../../../src/ports/logs.ts";
import type { CloudState } from "./state.ts";

/** Log groups, of which only the names are known. */
export function fakeLogs({ logGroups }: CloudState): Logs {
  return {
    async remove(group) {
      logGroups.delete(group);
    },
  };
}
