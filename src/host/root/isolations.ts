import { ROOT } from "../../../contract/root.ts";
import type { Shell } from "../../ports/shell.ts";
import { bubblewrap } from "./bubblewrap.ts";
import type { Isolation } from "./isolation.ts";
import { asRoot, sudo } from "./mount-namespace.ts";

/** Lists the ways to try, best first. A container may forbid the new `/proc` that hiding processes takes. */
export function isolations(uid: number): readonly Isolation[] {
  const ways = uid === 0 ? [asRoot, bubblewrap] : [bubblewrap, sudo];
  return [true, false].flatMap((hidesProcesses) => ways.map((way) => way(hidesProcesses)));
}

/** Of each kind that something on the way may drop: what Ruby and the loader obey, and any other. */
const SENT = {
  RUBYOPT: "-W0",
  LD_LIBRARY_PATH: "/megamode/probe",
  MEGAMODE_PROBE: "two\nlines, '\"$X\\",
};

/**
 * Tests whether a child sees the backing folder, which holds `.probe`, at the root's path, and gets variables as they
 * were sent.
 * @param shell starts its children this way
 */
export async function works(shell: Shell): Promise<boolean> {
  const names = Object.keys(SENT).map((name) => `"$${name}"`);
  const look = `test -e ${ROOT}/.probe && printf '%s\\0' ${names.join(" ")}`;
  try {
    const probe = { file: "sh", args: ["-c", look], cwd: "/", env: SENT };
    const { status, stdout } = await shell.run(probe);
    const got = Object.values(SENT).map((value) => `${value}\0`);
    return status === 0 && stdout === got.join("");
  } catch {
    return false; // The program is not installed: the next way is tried.
  }
}
