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
  const own = new Set(pids.flatMap(sockets));
  const table = (name: string) =>
    attempt(() => readFileSync(`/proc/${pids[0]}/net/${name}`, "latin1")) ?? "";
  const found: [inode: string, address: string][] = [];
  for (const name of ["tcp", "tcp6"]) {
    for (const [, host, port, inode] of table(name).matchAll(TCP)) {
      found.push([inode!, `${ip(host!)}:${Number.parseInt(port!, 16)}`]);
    }
  }
  for (const [, inode, path] of table("unix").matchAll(UNIX)) found.push([inode!, path!]);
  return [...new Set(found.filter(([inode]) => own.has(inode)).map(([, address]) => address))];
}

/** Returns the inodes of a process's sockets. */
function sockets(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return (attempt(() => readdirSync(folder)) ?? []).flatMap((fd) => {
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
