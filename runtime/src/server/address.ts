import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { ServerCommand } from "../../../contract/manifest.ts";
import type { Address } from "./client-socket.ts";
import { attempt, processGroup } from "./processes.ts";

/** Says where a server is to listen. */
export function addressOf({ port }: Pick<ServerCommand, "port">, socket: string): Address {
  return port === undefined ? socket : { port };
}

/** Names an address: `127.0.0.1:8080`. */
export function describeAddress(address: Address): string {
  return typeof address === "string" ? address : `127.0.0.1:${address.port}`;
}

/** Whether what a process listens on is this address: all addresses of the machine are fine. */
export function listens(on: string, address: Address): boolean {
  return typeof address === "string" ? on === address : on.endsWith(`:${address.port}`);
}

/** A socket that listens, in `/proc/net/tcp` (state 0A) and in `/proc/net/unix` (flag 10000, SO_ACCEPTCON). */
const TCP = /^\s*\d+: (\w+):(\w+) \S+ 0A (?:\S+\s+){5}(\d+)/gm;
const UNIX = /^\w+: \w+ \w+ 00010000 \w+ \w+\s+(\d+) (\S+)/gm;

/**
 * Names the addresses at which the processes of a group listen, such as `0.0.0.0:3000`.
 * https://man7.org/linux/man-pages/man5/proc_net.5.html
 */
export function listensOn(group: number): readonly string[] {
  const pids = processGroup(group).map(({ pid }) => pid);
  const own = new Set(pids.flatMap((pid) => attempt(() => sockets(pid)) ?? []));
  const unix = table(pids[0], "unix").matchAll(UNIX);
  const found = [
    ...tcpListeners(pids[0]),
    ...[...unix].map(([, inode, path]) => ({ inode: inode!, address: path! })),
  ];
  return [...new Set(found.filter(({ inode }) => own.has(inode)).map(({ address }) => address))];
}

/** A socket that listens, and its address: `127.0.0.1:8080`, `[::]:8080`. */
export interface Listener {
  readonly inode: string;
  readonly address: string;
}

/** Returns all sockets that listen on a TCP port of the network that a process sees. None if the system does not tell. */
export function tcpListeners(pid: number | undefined): readonly Listener[] {
  return ["tcp", "tcp6"].flatMap((name) =>
    [...table(pid, name).matchAll(TCP)].map(([, host, port, inode]) => ({
      inode: inode!,
      address: `${ip(host!)}:${Number.parseInt(port!, 16)}`,
    })),
  );
}

function table(pid: number | undefined, name: string): string {
  return attempt(() => readFileSync(`/proc/${pid}/net/${name}`, "latin1")) ?? "";
}

/** Returns the inodes of a process's sockets. @throws Error if the process has ended, or its files cannot be read */
export function sockets(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    const link = attempt(() => readlinkSync(`${folder}/${fd}`)) ?? "";
    return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
  });
}

/** Reads an address as the kernel writes it: 32 bits a word, in the machine's order, which is little-endian. */
function ip(hex: string): string {
  const bytes = Buffer.from(hex, "hex").swap32();
  if (bytes.length === 4) return bytes.join(".");
  const groups = bytes
    .toString("hex")
    .match(/.{4}/g)!
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `[${groups
    .join(":")
    .replace(/^(0:){7}/, "::")
    .replace("::0", "::")}]`;
}
