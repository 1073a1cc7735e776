import { describe, expect, test } from "@jest/globals";
import { ahead } from "../../../runtime/src/loader/ahead.ts";

/** Starts items on demand: the test finishes each when it wants. */
function workshop() {
  const events: string[] = [];
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const start = (item: number, signal: AbortSignal) => {
    events.push(`start ${item}`);
    signal.addEventListener("abort", () => events.push(`stop ${item}`));
    return new Promise<string>((resolve, reject) => {
      waiting.set(item, { resolve: () => resolve(`made ${item}`), reject });
    });
  };
  return { events, waiting, start, stopped: () => void events.push("stopped") };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("making results ahead", () => {
  test("starts so many, and a further one only when the first is taken", async () => {
    const { events, waiting, start, stopped } = workshop();
    const results = ahead([1, 2, 3, 4], 2, start, stopped);
    const first = results.next();
    await turn();
    expect(events).toEqual(["start 1", "start 2"]);
    waiting.get(2)!.resolve();
    await turn();
    expect(events).toHaveLength(2);
    waiting.get(1)!.resolve();
    expect(await first).toEqual({ done: false, value: "made 1" });
    expect(events).toHaveLength(2);
    expect((await results.next()).value).toBe("made 2");
    expect(events).toEqual(["start 1", "start 2", "start 3"]);
    await Promise.all([results.return(undefined), turn().then(() => waiting.get(3)!.resolve())]);
  });

  test("gives the results in the items' order, and ends", async () => {
    const { events, start, stopped } = workshop();
    const made: string[] = [];
    const quick = async (item: number, signal: AbortSignal) => {
      start(item, signal);
      return `made ${item}`;
    };
    for await (const result of ahead([1, 2, 3, 4, 5], 3, quick, stopped)) made.push(result);
    expect(made).toEqual(["made 1", "made 2", "made 3", "made 4", "made 5"]);
    expect(events.filter((event) => event.startsWith("start"))).toHaveLength(5);
    expect(events).toContain("stopped");
  });

  test("of nothing gives nothing", async () => {
    const { start, stopped } = workshop();
    expect(await ahead([], 2, start, stopped).next()).toEqual({ done: true, value: undefined });
  });

  test("stops the others where one fails, and ends when they are still", async () => {
    const { events, waiting, start, stopped } = workshop();
    const results = ahead([1, 2, 3], 2, start, stopped);
    let settled = false;
    const failed = results.next().catch((error: Error) => {
      settled = true;
      return error.message;
    });
    await turn();
    waiting.get(1)!.reject(new Error("broken"));
    await turn();
    expect(events).toEqual(["start 1", "start 2", "stop 1", "stop 2", "stopped"]);
    expect(settled).toBe(false);
    waiting.get(2)!.reject(new Error("stopped"));
    expect(await failed).toBe("broken");
  });

  test("a failure behind the first is told when its turn comes", async () => {
    const { waiting, start, stopped } = workshop();
    const results = ahead([1, 2], 2, start, stopped);
    const first = results.next();
    await turn();
    waiting.get(2)!.reject(new Error("second"));
    await turn();
    waiting.get(1)!.resolve();
    expect((await first).value).toBe("made 1");
    await expect(results.next()).rejects.toThrow("second");
  });
});
