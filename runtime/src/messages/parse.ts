import type { Message } from "../../../contract/messages.ts";

/** Fields of each message and their types. */
const FIELDS: ReadonlyMap<unknown, Readonly<Record<string, string>>> = new Map([
  ["prewarm", { holdUntil: "number" }],
  ["run", { command: "string" }],
  ["status", { path: "string", host: "string", prefix: "string" }],
]);

/**
 * Returns one of our own invocations; undefined for any other event.
 * @throws Error for a message that this proxy does not know
 */
export function parseMessage(event: unknown): Message | undefined {
  if (!Object.hasOwn(Object(event), "megamode")) return undefined;
  const message = event as Record<string, unknown>;
  const fields = FIELDS.get(message.message);
  const fits =
    message.megamode === 1 &&
    fields &&
    Object.entries(fields).every(([name, type]) => typeof message[name] === type) &&
    isFanOut(message.fanOut) &&
    isRecord(message.record);
  if (fits) return event as Message;
  throw new Error(`unknown megamode message: ${JSON.stringify(event).slice(0, 200)}`);
}

/** Each sandbox of a fan-out costs an invocation, so a number that nobody can have meant is refused. */
function isFanOut(value: unknown): boolean {
  if (value === undefined) return true;
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 100;
}

function isRecord(value: unknown): boolean {
  if (value === undefined) return true;
  const { claimUrl, resultUrl } = Object(value) as Record<string, unknown>;
  return typeof claimUrl === "string" && typeof resultUrl === "string";
}
