import type { Permits } from "../../control/authorize.ts";
import type { Principal } from "../../service.ts";
import type { Records } from "../../state/records.ts";

/** A secret. It has one version here. */
export interface Secret {
  /** It ends with six characters that nobody chose. */
  readonly arn: string;
  readonly versionId: string;
  readonly keyId?: string;
  /** Text, or base64 of what is none. */
  readonly value: { readonly SecretString: string } | { readonly SecretBinary: string };
  /** Epoch milliseconds. */
  readonly created: number;
}

/** One call. */
export interface SecretsContext {
  readonly secrets: Records<Secret>;
  readonly region: string;
  readonly principal: Principal;
  readonly permits: Permits;
  readonly now: () => number;
  readonly input: Readonly<Record<string, unknown>>;
}
