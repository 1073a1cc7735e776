import type { Jail } from "./jail/isolation.ts";
import { memoryOf } from "./memory.ts";
import type { Ending } from "./outcome.ts";
import { endOfPhase } from "./phase.ts";
import type { Event } from "./runtime-api/event.ts";
import type { RuntimeApi } from "./runtime-api/runtime-api.ts";

/** The runtime in a jail. It may crash and start again. */
export class Runtime {
  readonly #jail: Jail;
  readonly #api: RuntimeApi;
  readonly #memoryBytes: number;
  #exit: Promise<number> | undefined;
  #maxMemory = 0;

  constructor(jail: Jail, api: RuntimeApi, memoryBytes: number) {
    this.#jail = jail;
    this.#api = api;
    this.#memoryBytes = memoryBytes;
  }

  /** The largest memory that was seen, in bytes. */
  get maxMemory(): number {
    return this.#maxMemory;
  }

  /** Starts the runtime unless it runs, and waits until it asks for an invocation. */
  ready(deadline: number): Promise<Ending> {
    this.#exit ??= this.#jail.startRuntime();
    return this.#phase(this.#exit, deadline);
  }

  /** Hands an invocation to the ready runtime, and waits until it asks for the next one. */
  answer(event: Event, deadline: number): Promise<Ending> {
    this.#api.deliver(event);
    return this.ready(deadline);
  }

  /** Stops all processes: they are frozen if the runtime is well, and killed if it is not. */
  async rest(ending: Ending): Promise<void> {
    if (ending.kind === "next") {
      await this.#jail.freeze();
      this.#measure();
      return;
    }
    await this.#jail.clear();
    this.#api.reset();
    this.#exit = undefined;
  }

  #phase(exit: Promise<number>, deadline: number): Promise<Ending> {
    return endOfPhase({
      next: this.#api.nextRequested(),
      exit,
      deadline,
      isOverMemory: () => this.#measure() > this.#memoryBytes,
    });
  }

  #measure(): number {
    const now = memoryOf(this.#jail.members());
    this.#maxMemory = Math.max(this.#maxMemory, now);
    return now;
  }
}
