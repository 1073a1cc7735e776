import type { Output } from "../logs/output.ts";
import { describeAddress, listens, listensOn } from "./address.ts";
import type { Address } from "./client-socket.ts";
import { type PortOwner, portOwner, untilServing } from "./port-owner.ts";
import { type Readiness, untilReady } from "./readiness.ts";

/** Milliseconds between two looks at where a server listens that is slow to start. */
const ELSEWHERE = 5000;

/** By what a server's own processes are known. */
export interface ServerProcesses {
  /** Their process group. */
  readonly group: number;
  /** In the environment of each. */
  readonly secret: string;
  /** The folder of the packaged programs. */
  readonly packaged: string;
}

/** The address on which a server is to listen, and what listens there. */
export class ServerAddress {
  readonly #address: Address;
  readonly #processes: ServerProcesses;

  constructor(address: Address, processes: ServerProcesses) {
    this.#address = address;
    this.#processes = processes;
  }

  /** Says which other program has the port: `port 8080 is taken by another program (pid 12, nginx)`. */
  get taken(): string | undefined {
    return this.#portOwner()?.taken;
  }

  /**
   * Says what keeps the server from its address: `listens on 0.0.0.0:3000, expected 127.0.0.1:8080`, or that another
   * program has its port. Undefined if nothing is known.
   */
  elsewhere(): string | undefined {
    const { taken } = this;
    if (taken) return `cannot listen: ${taken}`;
    const where = listensOn(this.#processes.group);
    const isThere = where.some((one) => listens(one, this.#address));
    if (where.length === 0 || isThere) return undefined;
    return `listens on ${where.join(", ")}, expected ${describeAddress(this.#address)}`;
  }

  /** Writes to the log what keeps the server from its address, every few seconds. @returns ends that */
  reportElsewhere(output: Output): () => void {
    const look = setInterval(() => {
      const where = this.elsewhere();
      if (where) output.write(`megamode: The rack server ${where}.\n`);
    }, ELSEWHERE).unref();
    return () => clearInterval(look);
  }

  /** Waits until the server itself takes connections and answers as `readiness` asks, or the signal is given. */
  async untilReady(readiness: Readiness | undefined, signal: AbortSignal): Promise<void> {
    await untilServing(this.#address, () => this.#portOwner(), signal);
    if (readiness) await untilReady(this.#address, readiness, signal);
  }

  /** Tells who takes the connections to the server's port; undefined if it is to listen on a Unix socket. */
  #portOwner(): PortOwner | undefined {
    if (typeof this.#address === "string") return undefined;
    const { group, secret, packaged } = this.#processes;
    return portOwner(this.#address.port, group, secret, packaged);
  }
}
