import type { Service } from "../service.ts";
import type { FindKey } from "../signature/keys.ts";
import type { Permits } from "./authorize.ts";
import type { ApiTags } from "./needed.ts";
import type { LoggedRequest } from "./request-log.ts";

/** What the control plane needs. */
export interface ControlPlane {
  readonly services: readonly Service[];
  readonly region: string;
  readonly findKey: FindKey;
  readonly permits: Permits;
  readonly apiTags: ApiTags;
  /** Counts a request to a service. @throws AwsError if it comes too fast */
  readonly throttle: (service: string) => void;
  readonly log: (entry: LoggedRequest) => void;
}
