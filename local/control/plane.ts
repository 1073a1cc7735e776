import type { Service } from "../service.ts";
import type { FindKey } from "../signature/keys.ts";
import type { Permits } from "./authorize.ts";
import type { LoggedRequest } from "./request-log.ts";

/** What the control plane needs. */
export interface ControlPlane {
  readonly services: readonly Service[];
  readonly region: string;
  readonly findKey: FindKey;
  readonly permits: Permits;
  /** Tags of a REST API; none if there is no such API. */
  readonly apiTags: (id: string) => Readonly<Record<string, string>>;
  readonly log: (entry: LoggedRequest) => void;
}
