/** A parameter, with the texts of all its versions. */
export interface Parameter {
  readonly type: "String" | "StringList" | "SecureString";
  /** The key of KMS that encrypts it, if it is the customer's own. */
  readonly keyId?: string;
  /** The first is version 1. */
  readonly values: readonly string[];
  /** Epoch milliseconds of the last version. */
  readonly changed: number;
}

/** Characters of a standard parameter's value. */
const LONGEST = 4096;

/**
 * Says why no parameter can have a name.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function whyNoName(name: string): string | undefined {
  if (!/^[\w./-]{1,1011}$/.test(name) || /\/\/|.\/$/.test(name) || name === "/") {
    return `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`;
  }
  if (name.includes("/") && !name.startsWith("/")) {
    return "Parameter name must be a fully qualified name.";
  }
  if (/^\/?(aws|ssm)/i.test(name)) return `No access to reserved parameter name: ${name}.`;
  if (name.split("/").length > 16) return "Parameter hierarchies are limited to 15 levels.";
  return undefined;
}

/** Says why a standard parameter cannot have a value. */
export function whyNoValue(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") {
    return "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1";
  }
  if (value.length <= LONGEST) return undefined;
  return `Standard tier parameters support a maximum parameter value of ${LONGEST} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`;
}
