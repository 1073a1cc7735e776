import type { Call, JsonObject } from "../../aws/json-call.ts";

/** What was found of what was asked for: its text, or a reason why there is none. */
export type Found = ReadonlyMap<string, string | Problem>;

/** Why something cannot be read. `why` follows its name. */
export interface Problem {
  readonly why: string;
  /** Whether the function's role may not read it. */
  readonly denied?: boolean;
}

/** Reads things by their ids. It never throws: what a call throws becomes what `explain` makes of it. */
export type Read = (
  ids: readonly string[],
  call: Call,
  explain: (error: unknown) => Problem,
) => Promise<Found>;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const BATCH = 10;

const MISSING: Problem = {
  why: "does not exist in this region: create it, or correct the variable",
};

/** Reads parameters of Systems Manager, several with one call. A call fails as a whole if one of them may not be read. */
export const readParameters: Read = async (ids, call, explain) => {
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
  const read = async (
    Names: readonly string[],
  ): Promise<(readonly [string, string | Problem])[]> => {
    try {
      const answer = await call("AmazonSSM.GetParameters", { Names, WithDecryption: true });
      const values = new Map(((answer.Parameters ?? []) as JsonObject[]).flatMap(namesOf));
      return Names.map((id) => [id, values.get(id) ?? MISSING] as const);
    } catch (error) {
      const problem = explain(error);
      // It names one that is denied. Alone, each of them tells of itself.
      if (problem.denied && Names.length > 1) {
        return (await Promise.all(Names.map((id) => read([id])))).flat();
      }
      return Names.map((id) => [id, problem] as const);
    }
  };
  return new Map((await Promise.all(batches.map(read))).flat());
};

/** A parameter is asked for by its name or its ARN, with or without a version. */
function namesOf({ Name, ARN, Selector, Value }: JsonObject): [string, string][] {
  const version = String(Selector || "").replace(/^(?=[^:])/, ":");
  return [Name, ARN].map((name) => [`${name}${version}`, String(Value)]);
}

/** Reads the current versions of secrets, each with a call of its own: then the role needs no right on all secrets. */
export const readSecrets: Read = async (ids, call, explain) => {
  const found = ids.map(async (SecretId) => {
    try {
      const { SecretString } = await call("secretsmanager.GetSecretValue", { SecretId });
      const text = typeof SecretString === "string" ? SecretString : undefined;
      return [SecretId, text ?? { why: "is binary: a variable holds text only" }] as const;
    } catch (error) {
      return [SecretId, explain(error)] as const;
    }
  });
  return new Map(await Promise.all(found));
};
