/** What `command` may be. */
export const COMMANDS = ["auto", "deploy", "prewarm", "destroy", "gc"] as const;

export type CommandName = (typeof COMMANDS)[number];

export function command(text: string): CommandName {
  const found = COMMANDS.find((name) => name === text);
  if (found) return found;
  throw new Error(
    `\`${text}\` must be one of ${COMMANDS.map((name) => `\`${name}\``).join(", ")}.`,
  );
}
