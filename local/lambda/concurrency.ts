import { type Call, findFunction } from "./context.ts";
import { invalidValue } from "./errors.ts";

export async function putFunctionConcurrency(call: Call): Promise<unknown> {
  const { fn } = findFunction(call);
  const reserved = call.input.ReservedConcurrentExecutions;
  if (!Number.isInteger(reserved) || (reserved as number) < 0) {
    const member = "reservedConcurrentExecutions";
    throw invalidValue(reserved, member, "Member must have value greater than or equal to 0");
  }
  call.functions.set(fn.name, { ...fn, reservedConcurrency: reserved as number });
  return { ReservedConcurrentExecutions: reserved };
}
