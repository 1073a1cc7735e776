import type { Cloud } from "../../../src/ports/cloud.ts";

export type Port = Exclude<keyof Cloud, "region">;

/** A method of the cloud: `functions.publish`. */
export type Method = {
  [P in Port]: `${P}.${Exclude<keyof Cloud[P], "noun" | "digest"> & string}`;
}[Port];

export interface Call {
  readonly method: Method;
  readonly args: readonly unknown[];
}

interface Failure {
  readonly method: Method;
  readonly error: Error;
  readonly isDone: boolean;
  /** Calls of the method that go well before. */
  skip: number;
}

/** Records the calls that are made, and makes one fail where a test asks for it. */
export interface Journal {
  readonly calls: Call[];
  readonly failures: Failure[];
}

/** A port whose calls are written into a journal. Its digest is no call: it asks nobody. */
export function recorded<P extends object>(name: Port, port: P, journal: Journal): P {
  const members = Object.entries(port).map(([member, value]) => {
    if (typeof value !== "function" || member === "digest") return [member, value];
    const method = `${name}.${member}` as Method;
    const call = async (...args: unknown[]) => {
      journal.calls.push({ method, args });
      const failure = takeFailure(journal, method);
      if (failure !== undefined && !failure.isDone) throw failure.error;
      const answer = await value(...args);
      if (failure !== undefined) throw failure.error;
      return answer;
    };
    return [member, call];
  });
  return Object.fromEntries(members);
}

function takeFailure({ failures }: Journal, method: Method): Failure | undefined {
  const index = failures.findIndex((failure) => failure.method === method && failure.skip <= 0);
  for (const failure of failures) if (failure.method === method) failure.skip -= 1;
  return index === -1 ? undefined : failures.splice(index, 1)[0];
}
