import type { Socket } from "node:net";
import { connect, connectWithin } from "../aws/connect.ts";
import { parseHead, type ResponseHead } from "./fetch/response-head.ts";
import { LoadError, TransientError } from "./load-error.ts";

/** Milliseconds to connect in. */
const CONNECT_TIMEOUT = 2000;
/** Milliseconds without a byte after which a connection is given up. */
const IDLE_TIMEOUT = 5000;
/** Bytes of an answer's head, or of what an error says. */
const MAX_TEXT = 16 * 1024;
const END_OF_HEAD = "\r\n\r\n";

/** Memory that a body is written to, and how far it is. */
export interface Target {
  readonly bytes: Buffer;
  received: number;
}

/** An answer other than 200 and 206, and the beginning of what it says, perhaps still in chunks. */
export class Refused extends Error {
  readonly status: number;
  readonly text: string;
  constructor(status: number, text: string) {
    super(`S3 answered ${status}`);
    this.status = status;
    this.text = text;
  }
}

interface Exchange {
  /** Told of a 200 or 206 where the body is to go: the target must have room for just that. */
  readonly accept: (head: ResponseHead) => Target;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  head?: ResponseHead;
  target?: Target;
}

/**
 * One connection to S3, for one GET after the other. It speaks HTTP/1.1 itself, since the bytes of a body
 * then come from the system to where they are wanted: by node:http the same takes three times as long, and
 * brings megabytes of small buffers that the garbage collector has to find.
 */
export class Lane {
  /** Kept for all that comes by this lane, one after the other. */
  readonly memory: Buffer;
  readonly #text = Buffer.alloc(MAX_TEXT);
  #filled = 0;
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;

  /** @param bytes of the largest object */
  constructor(bytes: number) {
    this.memory = Buffer.allocUnsafeSlow(bytes);
  }

  /**
   * @param accept see Exchange; what it throws ends the request
   * @throws Refused; LoadError where S3 cannot be reached; TransientError where the connection breaks
   */
  get(url: URL, headers: Readonly<Record<string, string>>, accept: Exchange["accept"]) {
    return new Promise<void>((resolve, reject) => {
      this.#exchange = { accept, resolve, reject };
      this.#filled = 0;
      this.#socket ??= this.#connect(url);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}\r\n`);
    });
  }

  /** Breaks off what is under way. */
  close(): void {
    this.#end(new Error("stopped"));
  }

  #connect(url: URL): Socket {
    const socket = connect(url, this.#room, this.#read);
    // One that was given up says what it has to say to nobody.
    const fail = (error: Error) => {
      if (this.#socket === socket) this.#end(error);
    };
    connectWithin(CONNECT_TIMEOUT, socket, () => unreachable(url));
    socket.setTimeout(IDLE_TIMEOUT, () =>
      fail(new TransientError(`S3 sent nothing for ${IDLE_TIMEOUT / 1000} s`)),
    );
    socket.on("error", (error) => fail(explain(error, url)));
    socket.on("close", () => fail(this.#cut(url)));
    return socket;
  }

  /** Where the next bytes go: never an empty place. */
  readonly #room = (): Buffer => {
    const { target } = this.#exchange ?? {};
    return target ? target.bytes.subarray(target.received) : this.#text.subarray(this.#filled);
  };

  readonly #read = (count: number): boolean => {
    try {
      const exchange = this.#exchange;
      if (!exchange) throw new TransientError("S3 sent what nobody had asked for");
      if (exchange.target) exchange.target.received += count;
      else this.#readText(exchange, count);
      const { target } = exchange;
      if (target && target.received === target.bytes.length) this.#end();
    } catch (error) {
      this.#end(error as Error);
    }
    return true;
  };

  #readText(exchange: Exchange, count: number): void {
    this.#filled += count;
    const text = this.#text.subarray(0, this.#filled);
    const end = exchange.head ? 0 : text.indexOf(END_OF_HEAD);
    if (end === -1) {
      if (this.#filled < MAX_TEXT) return;
      throw new TransientError("S3's answer has an absurdly long head");
    }
    if (exchange.head) {
      this.#readRefusal(exchange.head);
      return;
    }
    exchange.head = parseHead(text.toString("latin1", 0, end + 2));
    const body = text.subarray(end + END_OF_HEAD.length);
    if (exchange.head.status === 200 || exchange.head.status === 206) {
      this.#begin(exchange, body);
      return;
    }
    this.#filled = body.copy(this.#text, 0);
    this.#readRefusal(exchange.head);
  }

  #begin(exchange: Exchange, body: Buffer): void {
    const target = exchange.accept(exchange.head!);
    if (body.length > target.bytes.length - target.received) {
      throw new TransientError("S3 sent more than it had announced");
    }
    target.received += body.copy(target.bytes, target.received);
    exchange.target = target;
  }

  /** Waits until an error has said what it has to say, or all that there is room for. */
  #readRefusal({ status, length }: ResponseHead): void {
    const text = this.#text.subarray(0, this.#filled);
    const whole = length === undefined ? /(^|\n)0\r\n\r\n$/.test(text.toString("latin1")) : false;
    if (whole || this.#filled >= Math.min(length ?? MAX_TEXT, MAX_TEXT)) {
      this.#end(new Refused(status, text.toString("utf8")));
    }
  }

  /** What a connection that has ended leaves: an error's text may end with it. */
  #cut(url: URL): Error {
    const { head, target } = this.#exchange ?? {};
    if (!head || target) return new TransientError(`S3 (${url.host}): the connection ended`);
    return new Refused(head.status, this.#text.toString("utf8", 0, this.#filled));
  }

  /** The connection is kept only where it is known to be in order. */
  #end(error?: Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#filled = 0;
    if (error || exchange?.head?.last) {
      const socket = this.#socket;
      this.#socket = undefined;
      socket?.destroy();
    }
    if (error) exchange?.reject(error);
    else exchange?.resolve();
  }
}

function explain(error: NodeJS.ErrnoException, url: URL): Error {
  if (error instanceof LoadError) return error;
  if (error.code === "EHOSTUNREACH" || error.code === "ENETUNREACH") return unreachable(url, error);
  return new TransientError(`S3 (${url.host}): ${error.message || error.code}`, { cause: error });
}

function unreachable(url: URL, cause?: Error): LoadError {
  return new LoadError(
    `cannot connect to S3 (${url.host}) within ${CONNECT_TIMEOUT / 1000} s. A function in a VPC has no way ` +
      "there by itself: give the route tables of its subnets an S3 gateway endpoint (free) or a NAT " +
      "gateway, or choose other subnets (VpcConfig.SubnetIds in `function-configuration`)",
    { cause },
  );
}
