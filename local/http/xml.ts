import { XMLParser } from "fast-xml-parser";
import { AwsError } from "../service.ts";

/** A value that can be written as XML. Lists repeat their element; undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** Writes one element. @param namespace for the root of a document */
export function element(name: string, value: XmlValue, namespace?: string): string {
  if (value === undefined) return "";
  if (isList(value)) return value.map((item) => element(name, item)).join("");
  const open = namespace === undefined ? name : `${name} xmlns="${namespace}"`;
  if (typeof value === "object") {
    const children = Object.entries(value).map(([key, child]) => element(key, child));
    return `<${open}>${children.join("")}</${name}>`;
  }
  return `<${open}>${escapeText(String(value))}</${name}>`;
}

/** Writes a whole document. */
export function xmlDocument(name: string, value: XmlValue, namespace?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value, namespace)}`;
}

/** Parses a document and returns its root as plain objects. @param lists the elements that may repeat */
export function parseXml(text: string, root: string, lists: readonly string[]): unknown {
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => lists.includes(name),
  });
  let parsed: Record<string, unknown>;
  try {
    parsed = parser.parse(text, true) as Record<string, unknown>;
  } catch (cause) {
    throw malformed(cause);
  }
  if (!(root in parsed)) throw malformed();
  return parsed[root];
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}

function malformed(cause?: unknown): AwsError {
  const error = new AwsError(
    400,
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
  error.cause = cause;
  return error;
}
