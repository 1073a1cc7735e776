import type { Principal } from "../service.ts";

/** An access key that the stand-in has handed out. */
export interface Key {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Set for a role's session: requests must carry it. */
  readonly sessionToken?: string;
  /** Epoch milliseconds, for a session. */
  readonly expires?: number;
}

/** Finds a key by its id. */
export type FindKey = (accessKeyId: string) => Key | undefined;
