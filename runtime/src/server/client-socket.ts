import { Socket } from "node:net";

/** Where the rack server listens: the path of a Unix socket, or a TCP port of this machine. */
export type Address = string | { readonly port: number };

/** Bytes that are read at once. */
const READ = 64 * 1024;

/**
 * A socket that goes on reading where the server takes no more. A server may answer a large request before it has read it,
 * and close. Node's own socket then fails by what it could not write, and drops the answer.
 */
export class ClientSocket extends Socket {
  /** Whether the system has taken anything. To be set to false before a request. */
  sent = false;
  /** Whether the server has closed the connection, and left something unread. */
  refused = false;

  /**
   * @param room may name memory for what arrives next
   * @param read is given what has arrived, there or in memory that is used again; the socket reads on unless it returns false
   */
  constructor(address: Address, room: () => Buffer | undefined, read: (bytes: Buffer) => boolean) {
    const memory = Buffer.allocUnsafeSlow(READ);
    let place: Buffer = memory;
    const buffer = (): Buffer => {
      place = room() ?? memory;
      return place;
    };
    const callback = (count: number) => read(place.subarray(0, count));
    super({ onread: { buffer, callback }, noDelay: true } as ConstructorParameters<
      typeof Socket
    >[0]);
    this.connect(
      typeof address === "string" ? { path: address } : { host: "127.0.0.1", ...address },
    );
  }

  override _write(
    chunk: unknown,
    encoding: BufferEncoding,
    taken: (error?: Error | null) => void,
  ): void {
    const heard = (error?: NodeJS.ErrnoException | null) => {
      this.refused = error?.code === "EPIPE" || error?.code === "ECONNRESET";
      this.sent ||= !error;
      taken(this.refused ? null : error);
    };
    if (this.refused) taken();
    else super._write(chunk, encoding, heard);
  }
}
