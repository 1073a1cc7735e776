import { ownProgram } from "../own-program.ts";
import { bubblewrap } from "./bubblewrap.ts";
import { chroot } from "./chroot.ts";
import type { Jail } from "./jail.ts";

/** Lists the ways to try, best first. */
export function jails(uid: number): readonly Jail[] {
  return [bubblewrap, uid === 0 ? chroot([], uid) : chroot([ownProgram("sudo"), "-n"], uid)];
}
