import type { Principal } from "../service.ts";

/** An access key that the embedded AWS has issued. */
export interface Key {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Set for a role's session. Requests must carry it. */
  readonly sessionToken?: string;
  /** Set for a role's session, in epoch milliseconds. */
  readonly expires?: number;
}

/** Finds a key by its id. */
export type FindKey = (accessKeyId: string) => Key | undefined;
