import { readJson } from "../http/body.ts";
import { targetOf } from "../http/target.ts";
import { AwsError, type Principal, type Service } from "../service.ts";

/** What an operation gets of one call. */
interface Call {
  readonly principal: Principal;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Creates a service of the protocol awsJson1.1 whose operations check policies themselves, because an answer depends on
 * what is there.
 * @param name in signatures
 * @param title in the error for an operation that is not there
 * @param options given to each operation, with the call
 */
export function jsonTargetService<Options extends object>(
  name: string,
  title: string,
  operations: Readonly<Record<string, (context: Options & Call) => Readonly<object>>>,
  options: Options,
): Service {
  return {
    name,
    protocol: "json",
    async handle(request) {
      const asked = targetOf(name, request.headers) ?? "";
      const run = Object.hasOwn(operations, asked) ? operations[asked] : undefined;
      if (run === undefined) {
        const message = `The embedded ${title} does not implement ${asked}`;
        throw new AwsError(501, "NotImplemented", message);
      }
      const input = await readJson(request);
      const body = JSON.stringify(run({ ...options, principal: request.principal, input }));
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body };
    },
  };
}
