import type { Schedules } from "../../../src/ports/schedules.ts";
import { assertAssumable, type CloudState, failure } from "./state.ts";

export function fakeSchedules(state: CloudState): Schedules {
  const { schedules } = state;
  return {
    async find(name) {
      return schedules.get(name);
    },

    async create(name, spec) {
      assertAssumable(state, spec.role, "scheduler.amazonaws.com");
      if (schedules.has(name)) {
        throw failure("ConflictException", `Schedule ${name} already exists.`);
      }
      schedules.set(name, { ...spec });
    },

    async update(name, spec) {
      assertAssumable(state, spec.role, "scheduler.amazonaws.com");
      if (!schedules.has(name)) {
        throw failure("ResourceNotFoundException", `Schedule ${name} does not exist.`);
      }
      schedules.set(name, { ...spec });
    },

    async remove(name) {
      schedules.delete(name);
    },
  };
}
