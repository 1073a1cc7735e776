import { connect, type Socket } from "node:net";
import { BadAnswer } from "../http/bad-answer.ts";
import type { HttpRequest, Receiver } from "../http/message.ts";
import { requestHead } from "../http/request-head.ts";
import { ResponseParser } from "../http/response-parser.ts";
import { ForwardError } from "./forward-error.ts";

/** Where the rack server listens: the path of a Unix socket, or a TCP port of this machine. */
export type Address = string | { readonly port: number };

/** Bytes that are read at once. */
const READ = 64 * 1024;

/** Bytes of a body that are sent together with the head: a copy costs less than a second system call. */
const SMALL = 32 * 1024;

/**
 * Bytes that every rack server reads at once, at least: Ruby's own buffer, by which WEBrick reads, has this size, and
 * Puma, Unicorn, Falcon and Thin read more.
 */
const READ_AT_ONCE = 8 * 1024;

interface Exchange {
  readonly parser: ResponseParser;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly release: () => void;
  /** Bytes of the request. */
  readonly length: number;
  /** Whether the system has taken the request's first bytes. */
  sent: boolean;
}

/**
 * One connection to the rack server, for one request after the other. It speaks HTTP/1.1 itself: Node's client takes
 * as long for a small request as a small app does.
 */
export class Connection {
  readonly #memory = Buffer.allocUnsafeSlow(READ);
  readonly #socket: Socket;
  #exchange: Exchange | undefined;
  #open = true;
  #received = false;

  constructor(address: Address) {
    const onread = { buffer: this.#memory, callback: (count: number) => this.#read(count) };
    const place =
      typeof address === "string" ? { path: address } : { host: "127.0.0.1", ...address };
    this.#socket = connect({ ...place, noDelay: true, onread });
    this.#socket.on("error", (error) => this.#break(this.#explain(error)));
    this.#socket.on("end", () => this.#ended());
    this.#socket.on("close", () => this.#ended());
  }

  /** Whether a request may be sent on it now. */
  get idle(): boolean {
    return this.#open && !this.#exchange;
  }

  /** Whether anything of an answer has arrived since the last request was sent. */
  get received(): boolean {
    return this.#received;
  }

  /**
   * Sends a request and gives the answer to the receiver. The bytes of a chunk are the connection's own: they are
   * overwritten when the receiver has returned, or its promise has settled. To be called while idle.
   * @throws ForwardError; BadRequestError; the signal's reason; whatever the receiver throws
   */
  exchange(request: HttpRequest, signal: AbortSignal, receiver: Receiver): Promise<void> {
    const { method, body } = request;
    const head = requestHead(request);
    return new Promise<void>((resolve, reject) => {
      const abort = () => this.#break(signal.reason);
      const release = () => signal.removeEventListener("abort", abort);
      const parser = new ResponseParser(method, receiver);
      const length = Buffer.byteLength(head) + (body?.length ?? 0);
      const exchange: Exchange = { parser, resolve, reject, release, length, sent: false };
      this.#exchange = exchange;
      this.#received = false;
      signal.addEventListener("abort", abort);
      // An error comes by the event. The system takes all of a first small write, or nothing.
      const taken = (error?: Error | null) => {
        exchange.sent ||= !error;
      };
      if (!body) this.#socket.write(head, taken);
      else if (body.length <= SMALL)
        this.#socket.write(Buffer.concat([Buffer.from(head), body]), taken);
      else {
        this.#socket.write(head, taken);
        this.#socket.write(body);
      }
    });
  }

  /** Ends the connection. The app notices that nobody waits for its answer. */
  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  #read(count: number): boolean {
    const exchange = this.#exchange;
    if (!exchange) {
      this.close(); // Nobody had asked for these bytes.
      return true;
    }
    this.#received = true;
    try {
      const wait = exchange.parser.push(this.#memory.subarray(0, count));
      if (!wait) {
        if (exchange.parser.done) this.#complete(exchange);
        return true;
      }
      const goOn = () => {
        if (this.#exchange !== exchange) return;
        if (exchange.parser.done) this.#complete(exchange);
        else this.#socket.resume();
      };
      wait.then(goOn, (error) => this.#break(error, exchange));
      return exchange.parser.done;
    } catch (error) {
      this.#break(error instanceof BadAnswer ? this.#explain(error) : error);
      return true;
    }
  }

  #complete({ parser, release, resolve }: Exchange): void {
    this.#exchange = undefined;
    release();
    // What the server has not read of a request may be taken for the next one.
    if (parser.last || this.#socket.writableLength > 0) this.close();
    resolve();
  }

  #ended(): void {
    const exchange = this.#exchange;
    this.#open = false;
    if (!exchange) return;
    if (exchange.parser.end()) this.#complete(exchange);
    else this.#break(this.#explain(new Error("the rack server closed the connection")));
  }

  #explain(error: NodeJS.ErrnoException): ForwardError {
    const { sent = false, length = 0, parser } = this.#exchange ?? {};
    const headCame = parser?.hasHead ?? false;
    // Linux tells of a reset only if the server has ended with bytes unread. Had it read at all, a short request would have
    // been read to its end.
    const reset = error.code === "ECONNRESET" && error.syscall === "read" && length <= READ_AT_ONCE;
    const nothingSent = !sent || (reset && !this.#received);
    const when = headCame ? "in the middle of its answer" : "before it had answered";
    const text = error instanceof BadAnswer ? error.message : `${error.message} ${when}`;
    return new ForwardError(text, nothingSent, headCame, { cause: error });
  }

  /** Gives up the connection, and fails the request that is in progress. */
  #break(error: unknown, of = this.#exchange): void {
    const exchange = this.#exchange;
    this.close();
    if (!exchange || exchange !== of) return;
    this.#exchange = undefined;
    exchange.release();
    exchange.reject(error);
  }
}
