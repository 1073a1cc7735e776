import { explain } from "./explain.ts";
import { rememberCall } from "./failed-call.ts";

/** The part that all SDK clients share. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: unknown) => Promise<unknown>,
        context: { readonly commandName?: string },
      ) => (args: unknown) => Promise<unknown>,
      options: { readonly step: "initialize"; readonly name: string; readonly priority: "high" },
    ): void;
  };
}

/** Calls whose permission has another name than the call. */
const IAM_NAMES: Readonly<Record<string, string>> = {
  // The answer to a HEAD has no body to tell which one. Without the second, an object that is not there is denied too.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
  "s3:HeadObject": "s3:GetObject` or `s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "lambda:Invoke": "lambda:InvokeFunction",
};

/** What AWS answered, for errors that say it in our words. They do not hold it themselves, or a log might show it. */
const raw = new WeakMap<object, unknown>();

/** Returns AWS's own error, which is the error itself if it was not explained. */
export function rawOf(error: unknown): unknown {
  return raw.get(Object(error)) ?? error;
}

/**
 * Makes the errors of a client say what the user can do about them.
 * @param service as IAM names it, such as `lambda`
 */
export function explained<C>(client: C, service: string): C {
  (client as unknown as Client).middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const called = `${service}:${commandName.replace(/Command$/, "")}`;
          const { input } = args as { readonly input?: unknown };
          rememberCall(error, called, input);
          const told = explain(error, IAM_NAMES[called] ?? called, input);
          if (told !== error) raw.set(Object(told), error);
          throw told;
        }
      },
    { step: "initialize", name: "explain", priority: "high" },
  );
  return client;
}
