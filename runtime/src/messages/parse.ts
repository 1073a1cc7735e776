import type { Message } from "../../../contract/messages.ts";

/** Fields of each message and their types. */
const FIELDS: ReadonlyMap<unknown, Readonly<Record<string, string>>> = new Map([
  ["prewarm", { holdUntil: "number" }],
  ["run", { command: "string" }],
  ["status", { path: "string", host: "string", prefix: "string" }],
]);

/**
 * One of our own invocations; undefined for any other event.
 * @throws Error for a message that this proxy does not know
 */
export function parseMessage(event: unknown): Message | undefined {
  if (typeof event !== "object" || event === null || !Object.hasOwn(event, "megamode")) {
    return undefined;
  }
  const message = event as Record<string, unknown>;
  const fields = FIELDS.get(message.message);
  const fits =
    fields &&
    Object.entries(fields).every(([name, type]) => typeof message[name] === type) &&
    isFanOut(message.fanOut) &&
    isRecord(message.record);
  if (message.megamode !== 1 || !fits) {
    throw new Error(`unknown megamode message: ${JSON.stringify(event).slice(0, 200)}`);
  }
  return event as Message;
}

/** Each of them is an invocation: a number that nobody can have meant is none. */
function isFanOut(value: unknown): boolean {
  return (
    value === undefined || (Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100)
  );
}

function isRecord(value: unknown): boolean {
  if (value === undefined) return true;
  const { claimUrl, resultUrl } = (value ?? {}) as Record<string, unknown>;
  return typeof claimUrl === "string" && typeof resultUrl === "string";
}
