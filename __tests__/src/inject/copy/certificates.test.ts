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

/** Made by openssl, with keys that are of use for nothing. */
const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECmqRocSB2dItZdfydH7q4fA+vZfc
gLIbByji1dmoVqJcB7dKTOBOQFrxUh5kkawSRJQELp/veh2spLZjNVf5Og==
-----END PUBLIC KEY-----
`;
const RSA_PUBLIC_KEY = `-----BEGIN RSA PUBLIC KEY-----
MEgCQQDMJqngyOoBS3ChY2SRVpuROK6GMzOgdOIA41PBgP5ncCUMtxv8AzbBNiPF
C4SQUvEWLPeYqu0vBqPn6OpzijeZAgMBAAE=
-----END RSA PUBLIC KEY-----
`;
const REVOKED = `-----BEGIN X509 CRL-----
MIGiMEsCAQEwCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBTRcNMjYxMTMwMTQzODEx
WhcNMjYxMjMwMTQzODExWqAOMAwwCgYDVR0UBAMCAQEwCgYIKoZIzj0EAwIDRwAw
RAIgWRR+d66A+1Q0+h+u1iI9InDucTmMg+ic5fiWS6oXIyMCIHuMEWRkBYDDOlBj
MQKS+gw3DQLr9YDN7FnJBFAxeLqy
-----END X509 CRL-----
`;
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIHGMG4CAQAwDDEKMAgGA1UEAwwBTTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BApqkaHEgdnSLWXX8nR+6uHwPr2X3ICyGwco4tXZqFaiXAe3SkzgTkBa8VIeZJGs
EkSUBC6f73odrKS2YzVX+TqgADAKBggqhkjOPQQDAgNIADBFAiEAgmZXBUvbduSI
1Wn0sjKVOl+NzF1JHK+9Aob6UxDRGwgCIDs0BQvzzjFvzhj3YYED2lPTwxl/48sX
uMD7HI+eA67V
-----END CERTIFICATE REQUEST-----
`;
const CHAIN = `-----BEGIN PKCS7-----
MIIBnAYJKoZIhvcNAQcCoIIBjTCCAYkCAQExADALBgkqhkiG9w0BBwGgggFxMIIB
bTCCAROgAwIBAgIUGdP20ws4d+gLFfUIoGLP3XyyF28wCgYIKoZIzj0EAwIwDDEK
MAgGA1UEAwwBTTAeFw0yNjExMzAxNDM4MTFaFw0yNjEyMDMxNDM4MTFaMAwxCjAI
BgNVBAMMAU0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQKapGhxIHZ0i1l1/J0
furh8D69l9yAshsHKOLV2ahWolwHt0pM4E5AWvFSHmSRrBJElAQun+96HayktmM1
V/k6o1MwUTAdBgNVHQ4EFgQUBqeGHpXb0DaCXO8NEYEQArVnJcMwHwYDVR0jBBgw
FoAUBqeGHpXb0DaCXO8NEYEQArVnJcMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjO
PQQDAgNIADBFAiEA0Jqy6GYr+e0RQDEJlTMnyD6w0ScstFIjyKTurtSp1n8CIED2
gFnhAZD5ZHlJH9TEOXmn6SVpS4qcavh1rxLd8VlbMQA=
-----END PKCS7-----
`;
const DIFFIE_HELLMAN = `-----BEGIN DH PARAMETERS-----
MEYCQQDDZQFQOYGVV0UoKigKJh4m7L+frCWNWr7jz7EvzSa1jM+rvEviCtzeetQU
9TZOcaK32O1Cityhdi98Z+RyIlKfAgEC
-----END DH PARAMETERS-----
`;
const CURVE = `-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
`;
const EC_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII7QNEbhpSkaJvLVzBfEyf+vWz5BI5ER+WKcz/vpK7sEoAoGCCqGSM49
AwEHoUQDQgAECmqRocSB2dItZdfydH7q4fA+vZfcgLIbByji1dmoVqJcB7dKTOBO
QFrxUh5kkawSRJQELp/veh2spLZjNVf5Og==
-----END EC PRIVATE KEY-----
`;
const RSA_KEY = `-----BEGIN RSA PRIVATE KEY-----
MIIBPAIBAAJBAMwmqeDI6gFLcKFjZJFWm5E4roYzM6B04gDjU8GA/mdwJQy3G/wD
NsE2I8ULhJBS8RYs95iq7S8Go+fo6nOKN5kCAwEAAQJBALRiGUov3Gvmb496VhsB
TpXjYnnbdet6O1OTiab5xlA3tZVB3zmwPgn91miGr/4azfnv3BJZDcT1nYLySP3g
J4ECIQD+D5uhUccfKc2NtjPavDUX1Nx43a2urr0UOAALYCBo0QIhAM21ikOqrwA8
IZJfr8oG2x+5okXA0L43RlhgAMwnXBRJAiARDJ8XDlPchYOj1OxZ63Nsq/43pji3
lkZeCvwFx2elYQIhAKtiCWyw4pY2gt3ZfLK7nYpD9a9ZolAn6yKr8V4lmLCJAiEA
nxUW/IOi5HgiVJqhRIcpZrIMh+av4vG41tC7PGL77IM=
-----END RSA PRIVATE KEY-----
`;
const ENCRYPTED_KEY = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgIFxY19Wr7egICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPTiKv8/BZ6X8d6PuRAUjhoEgZAg
AnhXa+VBgdUyP946Wov9nNoTCV0A12v1nuKiXMzaGNU++Yb3HWf2+xL2X94LxuxN
TZG9KEAHKiI+Ctwt8s+VYhhksjgGcLyQtdklFc0nHJcxKDOT0AF7X/kwRnzRj7zA
fsGmDEWPHxM8kO55Imwi/WV1twbpFJgCcodP8EKxh7fUWGemtUwRtZ8fQeOs+l0=
-----END ENCRYPTED PRIVATE KEY-----
`;
const derOf = (pem: string) => Buffer.from(pem.split("\n").slice(1, -2).join(""), "base64");

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
    ["a public key", PUBLIC_KEY],
    ["a public key of RSA alone", RSA_PUBLIC_KEY],
    ["a list of revoked certificates", REVOKED],
    ["a request for a certificate", REQUEST],
    ["a chain in PKCS #7", CHAIN],
    ["parameters of Diffie and Hellman", DIFFIE_HELLMAN],
    ["the name of a curve", CURVE],
    ["a certificate and its public key", CERTIFICATE + PUBLIC_KEY],
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
    ["a curve and its key", CURVE + EC_KEY],
    ["an encrypted key after parameters", DIFFIE_HELLMAN + ENCRYPTED_KEY],
    ["a public key with a word too many", PUBLIC_KEY.replace("PUBLIC KEY", "PRIVATE KEY")],
    ["another kind of key", CERTIFICATE + labelled("RSA PRIVATE KEY", KEY_DER)],
    ["an encrypted key", CERTIFICATE + labelled("ENCRYPTED PRIVATE KEY", KEY_DER)],
    ["a key of OpenSSH", CERTIFICATE + labelled("OPENSSH PRIVATE KEY", KEY_DER)],
    ["a key of PuTTY", `${CERTIFICATE}PuTTY-User-Key-File-3\nPrivate key lines`],
    ["bytes", Buffer.concat([Buffer.from(CERTIFICATE), Buffer.from([0, 1, 2])])],
    ["what is no base64", CERTIFICATE.replace("MII", "M!I")],
    ["what is no certificate", labelled("CERTIFICATE", Buffer.from("0 secret"))],
  ])("is %s", (_, content) => expect(holdsOnlyCertificates(Buffer.from(content))).toBe(false));
});

/** A key in each of its forms may call itself whatever it likes. */
describe.each([
  ["PKCS #8", KEY_DER],
  ["SEC 1", derOf(EC_KEY)],
  ["PKCS #1", derOf(RSA_KEY)],
  ["encrypted PKCS #8", derOf(ENCRYPTED_KEY)],
])("a key in %s is not public", (_, der) => {
  test.each([
    "CERTIFICATE",
    "X509 CERTIFICATE",
    "TRUSTED CERTIFICATE",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "X509 CRL",
    "CERTIFICATE REQUEST",
    "NEW CERTIFICATE REQUEST",
    "PKCS7",
    "DH PARAMETERS",
    "EC PARAMETERS",
    "SOMETHING ELSE",
  ])("that calls itself %s", (label) => {
    expect(holdsOnlyCertificates(Buffer.from(labelled(label, der)))).toBe(false);
  });
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
