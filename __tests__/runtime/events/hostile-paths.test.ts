import { describe, expect, test } from "@jest/globals";
import { type RestApiEvent, restApi } from "../../../runtime/src/events/rest-api.ts";
import { arrivedEvent, seeded } from "./hostile-headers.ts";
import { invocation } from "./rest-event.ts";

const SEED = 20260102;
const ROUNDS = 500;
const PARTS = [
  ...["/", "/", "/", "//", "\\", "%2F", "%2f", "%5C", "%252F", ".", "..", "%2e", ";"],
  ...["evil.example", "dev", "posts", "a", "%", "%zz", "é", " ", "\t", "@", ":", "?"],
];

/** A path that begins with a slash, as every request's does. */
function hostilePath(random: () => number): string {
  let path = "/";
  for (let count = Math.floor(random() * 8); count > 0; count -= 1) {
    path += PARTS[Math.floor(random() * PARTS.length)];
  }
  return path;
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The event as a front door may write it: with the greedy part as sent or decoded, below a stage, a base path or nothing. */
function variants(event: RestApiEvent): readonly (readonly [string, RestApiEvent])[] {
  const { proxy } = event.pathParameters ?? {};
  const greedy = [proxy, proxy && decode(proxy), proxy?.replace(/^\/+/, "")];
  const { path, requestContext } = event;
  const context = (full: string) => ({ ...requestContext, path: full });
  return greedy.flatMap((part) => {
    const pathParameters = part === undefined ? null : { proxy: part };
    return [
      ["/dev", { ...event, pathParameters }],
      ["", { ...event, pathParameters, requestContext: context(path) }],
      [
        "/b/v2",
        { ...event, pathParameters, path: `/b/v2${path}`, requestContext: context(`/b/v2${path}`) },
      ],
    ] as const;
  });
}

describe(`whatever path a client asks for (seed ${SEED})`, () => {
  test("the prefix is the stage, the base path or empty, and the target begins with one slash", () => {
    const random = seeded(SEED);
    let forwarded = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const event = arrivedEvent([], { path: hostilePath(random) });
      if (event === undefined) continue; // The front door itself answers.
      for (const [prefix, variant] of variants(event)) {
        const request = restApi.toRequest(variant, invocation);
        forwarded += 1;
        const wanted = { path: variant.path, prefix, target: true };
        const target = /^\/(?![/\\])[\x21-\x7e]*$/.test(request.target);
        if (request.prefix !== prefix || !target) {
          expect({ path: variant.path, prefix: request.prefix, target: request.target }).toEqual(
            wanted,
          );
        }
        // A browser that is sent there stays on the host, whatever the prefix is.
        const { host } = new URL(request.prefix + request.target, "https://own.example");
        if (host !== "own.example")
          expect([variant.path, host]).toEqual([variant.path, "own.example"]);
      }
    }
    expect(forwarded).toBeGreaterThan(ROUNDS);
  });
});
