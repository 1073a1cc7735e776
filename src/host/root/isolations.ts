import { ROOT } from "../../../contract/root.ts";
import type { Command, Shell } from "../../ports/shell.ts";
import type { Wrap } from "../shell.ts";
import { bubblewrap } from "./bubblewrap.ts";
import type { Isolation } from "./isolation.ts";
import { asRoot, sudo } from "./mount-namespace.ts";

/** Lists the ways to try, best first. A container may forbid the new `/proc` that hiding processes takes. */
export function isolations(uid: number): readonly Isolation[] {
  const ways = uid === 0 ? [asRoot, bubblewrap] : [bubblewrap, sudo];
  return [true, false].flatMap((hidesProcesses) => ways.map((way) => way(hidesProcesses)));
}

/** Tests whether a child sees the backing folder, which holds `.probe`, at the root's path this way. */
export async function works(wrap: Wrap, shell: Shell): Promise<boolean> {
  const probe: Command = { file: "test", args: ["-e", `${ROOT}/.probe`], cwd: "/" };
  try {
    return (await shell.run(wrap(probe))).status === 0;
  } catch {
    return false; // The program is not installed: the next way is tried.
  }
}
