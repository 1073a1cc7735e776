import type { Adapter } from "./adapter.ts";
import { restApi } from "./rest-api.ts";

/** Most specific first: the first match wins. */
// biome-ignore lint/suspicious/noExplicitAny: each adapter has an event type of its own
const adapters: readonly Adapter<any>[] = [restApi];

/** @throws Error for an event from a source that the proxy does not know */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function chooseAdapter(event: unknown): Adapter<any> {
  const adapter = adapters.find((candidate) => candidate.matches(event));
  if (adapter) return adapter;
  const keys = typeof event === "object" && event ? Object.keys(event).join(", ") : String(event);
  throw new Error(
    `the proxy serves events from these sources: ${adapters.map((a) => a.name).join(", ")}; ` +
      `this event is from another one, its keys are ${keys.slice(0, 300)}`,
  );
}
