import { framesOf, UserError } from "../errors.ts";
import { hideValues } from "./hide-values.ts";
import { machineProblem } from "./machine-problem.ts";

/**
 * Returns what is said of an error that ends a run. One that nobody foresaw may quote anything: what it says is shown
 * without the values of inputs, and of its causes nothing.
 * @param values those of the inputs
 */
export function describeError(error: unknown, values: () => readonly string[]): string {
  if (error instanceof UserError) return `${error.message}\n${error.fix}`;
  const problem = machineProblem(error);
  if (problem !== undefined) return `${hideValues(problem.message, values())}\n${problem.fix}`;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    `Unexpected: ${hideValues(said, values())}`,
    ...framesOf(error),
    "This is a fault of megamode-deploy or of AWS: please report it with this text.",
  ].join("\n");
}
