import type { Message } from "../../../contract/messages.ts";

/**
 * One of our own invocations; undefined for any other event.
 * @throws Error for a message that this proxy does not know
 */
export function parseMessage(event: unknown): Message | undefined {
  if (typeof event !== "object" || event === null || !Object.hasOwn(event, "megamode")) {
    return undefined;
  }
  const message = event as Record<string, unknown>;
  const fields: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    prewarm: [["holdUntil", "number"]],
    run: [["command", "string"]],
    status: [
      ["path", "string"],
      ["host", "string"],
      ["prefix", "string"],
    ],
  };
  const expected = fields[String(message.message)];
  const complete = expected?.every(([name, type]) => typeof message[name] === type);
  if (message.megamode !== 1 || !complete) {
    throw new Error(`unknown megamode message: ${JSON.stringify(event).slice(0, 200)}`);
  }
  return event as Message;
}
