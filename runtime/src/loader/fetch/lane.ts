import type { Socket } from "node:net";
import { connect, connectWithin } from "../../aws/connect.ts";
import { TransientError } from "../load-error.ts";
import { explainConnection, unreachable } from "./connection-error.ts";
import { type Accept, ResponseReader, textMemory } from "./response-reader.ts";

/** Milliseconds after which a connection is given up. */
export const LIMITS = {
  /** Until the host's name is found and TCP and TLS are ready: a matter of the network, which is quick. */
  connect: 2000,
  /** Until the first byte of an answer: a matter of S3's, which may be busy. */
  firstByte: 10_000,
  /** Between two bytes. */
  idle: 5000,
};

interface Exchange {
  readonly reader: ResponseReader;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * One connection to S3, for one GET after the other. It speaks HTTP/1.1 itself, so that the system writes the bytes
 * of a body straight to where they are wanted. With node:http the same takes three times as long, and makes
 * megabytes of small buffers that the garbage collector has to find.
 */
export class Lane {
  /** Memory that all bodies of this lane share, one after the other. */
  readonly memory: Buffer;
  readonly #text = textMemory();
  readonly #limits: typeof LIMITS;
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;

  /** @param bytes of the largest object */
  constructor(bytes: number, limits = LIMITS) {
    this.#limits = limits;
    this.memory = Buffer.allocUnsafeSlow(bytes);
  }

  /**
   * Gets an object.
   * @throws Refused; Unreachable; TransientError if the connection breaks
   */
  get(url: URL, headers: Readonly<Record<string, string>>, accept: Accept): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#exchange = { reader: new ResponseReader(this.#text, accept), resolve, reject };
      this.#socket ??= this.#connect(url);
      this.#waitFor(this.#limits.firstByte);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
  }

  /** Stops the request that is in progress. */
  close(): void {
    this.#break(new Error("stopped"));
  }

  #connect(url: URL): Socket {
    const socket = connect(url, this.#room, this.#read);
    // Whatever happens to a socket that was given up is of no interest.
    const fail = (error?: Error) => {
      if (this.#socket === socket) this.#break(error);
    };
    const { connect: limit } = this.#limits;
    connectWithin(limit, socket, () => unreachable(url, ` within ${limit / 1000} s`));
    socket.on("timeout", () =>
      fail(new TransientError(`S3 sent nothing for ${socket.timeout! / 1000} s`)),
    );
    socket.on("error", (error) => fail(explainConnection(error, url)));
    socket.on("close", () => fail(this.#exchange?.reader.cut(url.host)));
    return socket;
  }

  readonly #room = (): Buffer => this.#exchange?.reader.room ?? this.#text;

  /** Sets how long the next byte may take. */
  #waitFor(milliseconds: number): void {
    if (this.#socket?.timeout !== milliseconds) this.#socket?.setTimeout(milliseconds);
  }

  readonly #read = (count: number): boolean => {
    this.#waitFor(this.#limits.idle);
    try {
      const exchange = this.#exchange;
      if (!exchange)
        this.#break(); // Nobody had asked for these bytes.
      else if (exchange.reader.read(count)) this.#complete(exchange);
    } catch (error) {
      this.#break(error as Error);
    }
    return true;
  };

  #complete({ reader, resolve }: Exchange): void {
    this.#exchange = undefined;
    if (reader.last) this.#break();
    resolve();
  }

  /** Gives up the connection, and fails the request that is in progress. */
  #break(error?: Error): void {
    const [socket, exchange] = [this.#socket, this.#exchange];
    this.#socket = undefined;
    this.#exchange = undefined;
    socket?.destroy();
    if (error) exchange?.reject(error);
  }
}
