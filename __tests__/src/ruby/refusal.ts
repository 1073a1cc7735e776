import { UserError } from "../../../src/errors.ts";

/** The UserError that something ends in. */
export async function refusal(action: () => unknown): Promise<UserError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("was not refused");
}
