/**
 * Writes the fixtures out in full: each event, the request that the server must receive, the response that it gives and the
 * result. README.md says what the members mean. `node conformance/expand.ts [TEXT]` prints those whose name contains the
 * text, one JSON object a line.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bytes, changed, request } from "./expected.ts";
import type { Case, Changes, Fixture, Lambda, NotHttp, Source } from "./types.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const read = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as T;

const OK = {
  head: ["HTTP/1.1 200 OK", "content-type: text/plain", "content-length: 2"],
  body: "ok",
};

/** Returns the fixtures of all files in `cases/`, one for each case and event. */
export function allFixtures(): Fixture[] {
  const sources = {
    ...read<Record<string, Source>>("sources.json"),
    ...read<Record<string, Source>>("others.json"),
  };
  const lambda = read<Lambda>("lambda.json");
  return readdirSync(join(folder, "cases"))
    .sort()
    .flatMap((file) =>
      read<Case[]>(join("cases", file)).flatMap((one) =>
        Object.entries(one.events).map(([on, changes]) => {
          const source = sources[on];
          if (source === undefined) throw new Error(`${file}: no source is named ${on}`);
          const name = `${file.replace(/\.json$/, "")}: ${one.name} (${on})`;
          return expand(name, on, one, source, changes, lambda);
        }),
      ),
    );
}

/** Returns the events that are no requests. */
export function allNotHttp(): NotHttp[] {
  return read<NotHttp[]>("not-http.json");
}

function expand(
  name: string,
  on: string,
  one: Case,
  source: Source,
  changes: Changes,
  constant: Lambda,
): Fixture {
  const event = changed(source.event, changes);
  const lambda = { ...constant, ...one.context };
  const given =
    one.results && Object.entries(one.results).find(([to]) => to.split(" ").includes(on));
  if (one.results && !given) throw new Error(`${name}: no result`);
  const stream = one.streams?.[on];
  const usual = one.status === undefined && !stream ? source.result : undefined;
  const result = given ? given[1] : usual;
  const { head, body } = one.response ?? OK;
  return {
    name,
    rules: one.rules,
    source: source.source,
    event,
    lambda,
    configuration: one.configuration ?? {},
    request: one.request === null ? undefined : request(source, one, event, lambda),
    response: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), bytes(body)]),
    result,
    status: one.status ?? (stream?.prelude ?? (result as { statusCode: number })).statusCode,
    ...(stream && { stream: { prelude: stream.prelude, body: bytes(stream.body) } }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv[2] ?? "";
  // Such as `| head -1`.
  process.stdout.on("error", () => process.exit());
  const readable = (_: string, value: unknown) =>
    (value as { type?: string } | null)?.type === "Buffer"
      ? { base64: Buffer.from((value as { data: number[] }).data).toString("base64") }
      : value;
  for (const fixture of allFixtures().filter(({ name }) => name.includes(wanted))) {
    process.stdout.write(`${JSON.stringify(fixture, readable)}\n`);
  }
}
