import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  holdsOnlyCertificates,
  isPublicCertificate,
} from "../../../../src/inject/copy/certificates.ts";
import { CERTIFICATE, KEY } from "../../../pem.ts";
import { tree } from "../../../tree.ts";

const DER = Buffer.from(CERTIFICATE.split("\n").slice(1, -2).join(""), "base64");
const KEY_DER = Buffer.from(KEY.split("\n").slice(1, -2).join(""), "base64");
const labelled = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString("base64")}\n-----END ${label}-----\n`;

describe("public", () => {
  test.each<[string, string | Buffer]>([
    ["a certificate", CERTIFICATE],
    ["with the line ends of Windows", CERTIFICATE.replaceAll("\n", "\r\n")],
    ["without an end of its last line", CERTIFICATE.trimEnd()],
    [
      "a bundle with words between",
      `# Am\u00e9rica\n${CERTIFICATE}\nRoot CA 2\n===\n${CERTIFICATE}`,
    ],
    [
      "a trusted certificate",
      labelled("TRUSTED CERTIFICATE", Buffer.concat([DER, Buffer.from("0\0")])),
    ],
    ["a certificate in DER", DER],
  ])("is %s", (_, content) => expect(holdsOnlyCertificates(Buffer.from(content))).toBe(true));
});

describe("not public", () => {
  test.each<[string, string | Buffer]>([
    ["nothing", ""],
    ["words", "a public certificate"],
    ["a key", KEY],
    ["a key in DER", KEY_DER],
    ["a certificate and its key", CERTIFICATE + KEY],
    ["a key and its certificate", KEY + CERTIFICATE],
    ["a key that calls itself a certificate", labelled("CERTIFICATE", KEY_DER)],
    ["a key hidden behind a certificate", labelled("CERTIFICATE", Buffer.concat([DER, KEY_DER]))],
    ["a key behind a certificate in DER", Buffer.concat([DER, KEY_DER])],
    ["a key whose end is missing", CERTIFICATE + KEY.split("\n").slice(0, -2).join("\n")],
    ["a key whose beginning is missing", CERTIFICATE + KEY.split("\n").slice(1).join("\n")],
    ["another kind of key", CERTIFICATE + labelled("RSA PRIVATE KEY", KEY_DER)],
    ["an encrypted key", CERTIFICATE + labelled("ENCRYPTED PRIVATE KEY", KEY_DER)],
    ["a key of OpenSSH", CERTIFICATE + labelled("OPENSSH PRIVATE KEY", KEY_DER)],
    ["a key of PuTTY", `${CERTIFICATE}PuTTY-User-Key-File-3\nPrivate key lines`],
    ["bytes", Buffer.concat([Buffer.from(CERTIFICATE), Buffer.from([0, 1, 2])])],
    ["what is no base64", CERTIFICATE.replace("MII", "M!I")],
    ["what is no certificate", labelled("CERTIFICATE", Buffer.from("0 secret"))],
  ])("is %s", (_, content) => expect(holdsOnlyCertificates(Buffer.from(content))).toBe(false));
});

describe("a file", () => {
  test("is looked into, also by a link; what cannot be read is not public", () => {
    const dir = tree({ "ca.pem": CERTIFICATE, "key.pem": KEY });
    symlinkSync("ca.pem", join(dir, "link.pem"));
    symlinkSync("gone.pem", join(dir, "dangling.pem"));
    mkdirSync(join(dir, "folder.pem"));
    const names = ["ca.pem", "link.pem", "key.pem", "dangling.pem", "folder.pem", "absent.pem"];
    expect(names.map((name) => isPublicCertificate(join(dir, name)))).toEqual([
      true,
      true,
      ...Array(4).fill(false),
    ]);
  });

  test("of more than a megabyte is not looked into", () => {
    const dir = tree({ "ca.pem": CERTIFICATE.repeat(2000) });
    expect(isPublicCertificate(join(dir, "ca.pem"))).toBe(false);
  });
});
