import type { FakeCloud } from "../../fakes/cloud.ts";

/** What the functions were asked, as `<function>:<qualifier> <command or message>`. */
export function invocations({ calls }: FakeCloud): readonly string[] {
  return calls
    .filter(({ method }) => method === "functions.invoke")
    .map(({ args: [name, qualifier, payload] }) => {
      const { command, message } = payload as { command?: string; message: string };
      return `${name}:${qualifier} ${command ?? message}`;
    });
}
