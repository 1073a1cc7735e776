import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sockets, tcpListeners } from "./address.ts";
import type { Address } from "./client-socket.ts";
import { untilListening } from "./listening.ts";
import { serverProcesses } from "./process-id.ts";
import { allProcesses, attempt } from "./processes.ts";

/** Milliseconds between two looks at a port that another program has. */
const PAUSE = 100;

/** What takes the connections to a port of 127.0.0.1, the most specific first. */
const TAKERS = [/^127\.0\.0\.1:/, /^0\.0\.0\.0:/, /^\[(::|0:0:0:0:0:ffff:(7f00:1|0:0))\]:/];

/** Who takes the connections to a port. */
export interface PortOwner {
  /** Whether the server does; also if the system does not tell. */
  readonly ours: boolean;
  /** The program that does so in its place: `port 8080 is taken by another program (pid 12, nginx)`. */
  readonly taken?: string;
}

/**
 * Tells whether a server's own processes take the connections to a port. Others may listen there: Lambda's extensions see
 * the same 127.0.0.1.
 * @param group of the server's processes; they may have left it
 * @param secret in the environment of the server, and of whatever it starts
 * @param folder of the packaged programs
 */
export function portOwner(
  port: number,
  group: number,
  secret: string,
  folder: string,
  socketsOf: (pid: number) => readonly string[] = sockets,
): PortOwner {
  const all = tcpListeners(process.pid);
  const here = all.filter(({ address }) => address.endsWith(`:${port}`));
  const takers = TAKERS.map((host) => here.filter(({ address }) => host.test(address)));
  const inodes = new Set(takers.find(({ length }) => length > 0)?.map(({ inode }) => inode));
  // Another program's socket is known without its files: the table of sockets has it.
  if (inodes.size === 0) return { ours: all.length === 0 };
  for (const pid of serverProcesses(group, secret, folder)) {
    try {
      for (const inode of socketsOf(pid)) inodes.delete(inode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EACCES") return { ours: true };
    }
  }
  if (inodes.size === 0) return { ours: true };
  const other = allProcesses().find(({ pid }) =>
    attempt(() => socketsOf(pid))?.some((inode) => inodes.has(inode)),
  );
  const name = attempt(() => readFileSync(`/proc/${other?.pid}/comm`, "latin1").trimEnd());
  const which = name ? ` (pid ${other!.pid}, ${name.replace(/[^\x20-\x7e]/g, "?")})` : "";
  return { ours: false, taken: `port ${port} is taken by another program${which}` };
}

/** Waits until a server itself takes connections, or the signal is given. @param owner of its port */
export async function untilServing(
  address: Address,
  owner: () => PortOwner | undefined,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await untilListening(address, signal);
    if (signal.aborted || owner()?.ours !== false) return;
    // A server that has ended may still hold it for a moment.
    await sleep(PAUSE);
  }
}
