import { rejectUnknownFields } from "../../../http/fields.ts";
import { invalidParameter, invalidValue } from "../errors.ts";

/** Refuses a value that does not satisfy the constraints that AWS documents for a member. */
export type Check = (value: unknown, member: string) => void;

export const text =
  (max: number, pattern = /^.*$/s): Check =>
  (value, member) => {
    if (typeof value !== "string") throw invalidValue(value, member, "Member must be a string");
    if (value.length > max) {
      throw invalidValue(value, member, `Member must have length less than or equal to ${max}`);
    }
    if (!pattern.test(value)) {
      throw invalidValue(
        value,
        member,
        `Member must satisfy regular expression pattern: ${pattern.source}`,
      );
    }
  };

export const whole =
  (min: number, max: number): Check =>
  (value, member) => {
    if (!Number.isInteger(value)) throw invalidValue(value, member, "Member must be an integer");
    if ((value as number) < min) {
      throw invalidValue(value, member, `Member must have value greater than or equal to ${min}`);
    }
    if ((value as number) > max) {
      throw invalidValue(value, member, `Member must have value less than or equal to ${max}`);
    }
  };

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, member) => {
    if (allowed.includes(value as string)) return;
    throw invalidParameter(
      `Value ${value} at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
    );
  };

export const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, member) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalidValue(value, member, "Member must be a structure");
    }
    rejectUnknownFields(value as Readonly<Record<string, unknown>>, Object.keys(members));
    for (const [name, inner] of Object.entries(value))
      members[name]!(inner, `${member}.${lowerFirst(name)}`);
  };

export const list =
  (item: Check, max: number): Check =>
  (value, member) => {
    if (!Array.isArray(value)) throw invalidValue(value, member, "Member must be a list");
    if (value.length > max) {
      throw invalidValue(value, member, `Member must have length less than or equal to ${max}`);
    }
    for (const one of value) item(one, member);
  };

export const flag: Check = (value, member) => {
  if (typeof value !== "boolean") throw invalidValue(value, member, "Member must be a boolean");
};

/** Writes a member's name as AWS's messages do. */
export function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
