import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { crc32 } from "node:zlib";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clientsOf, openStandIn, type StandIn } from "../../stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
  await clientsOf(standIn.aws).s3.send(
    new CreateBucketCommand({
      Bucket: "chunks",
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    }),
  );
});
afterAll(() => standIn.close());

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
const crc = (text: string) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
};

interface Upload {
  readonly kind: string;
  readonly chunks: readonly string[];
  readonly trailer?: string;
  readonly tamper?: (body: string) => string;
}

/** A hand-written client: the SDK for JavaScript does not sign its chunks. */
async function upload({ kind, chunks, trailer, tamper = (body) => body }: Upload): Promise<string> {
  const { endpoint, region, credentials } = standIn.aws;
  const date = new Date().toISOString().replace(/[:-]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const headers: Record<string, string> = {
    "content-encoding": "aws-chunked",
    host: new URL(endpoint).host,
    "x-amz-content-sha256": kind,
    "x-amz-date": date,
    "x-amz-decoded-content-length": String(chunks.join("").length),
    ...(trailer !== undefined && { "x-amz-trailer": "x-amz-checksum-crc32" }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    "PUT",
    "/chunks/object",
    "",
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    kind,
  ].join("\n");
  const key = [date.slice(0, 8), region, "s3", "aws4_request"].reduce<Buffer>(
    (derived, part) => hmac(derived, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  let signature = hmac(
    key,
    ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n"),
  ).toString("hex");
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;

  const signed = kind.startsWith("STREAMING-AWS4");
  const next = (what: string, ...hashes: string[]) => {
    const words = [`AWS4-HMAC-SHA256-${what}`, date, scope, signature, ...hashes];
    signature = hmac(key, words.join("\n")).toString("hex");
    return signature;
  };
  const frames = [...chunks, ""].map((data) => {
    const size = data.length.toString(16);
    const extension = signed ? `;chunk-signature=${next("PAYLOAD", sha256(""), sha256(data))}` : "";
    return `${size}${extension}\r\n${data}${data === "" ? "" : "\r\n"}`;
  });
  const line = trailer === undefined ? "" : `x-amz-checksum-crc32:${trailer}`;
  const end =
    trailer === undefined
      ? "\r\n"
      : `${line}\r\n${signed ? `x-amz-trailer-signature:${next("TRAILER", sha256(`${line}\n`))}\r\n` : ""}\r\n`;
  const body = tamper(frames.join("") + end);

  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${endpoint}/chunks/object`,
      { method: "PUT", headers },
      (response) => {
        let answer = "";
        response.on("data", (data) => {
          answer += data;
        });
        response.on("end", () =>
          resolve(
            response.statusCode === 200 ? "stored" : (/<Code>(\w+)/.exec(answer)?.[1] ?? answer),
          ),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const chunks = ["a".repeat(8192), "z".repeat(100)];
const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

describe("a chunked upload", () => {
  test.each([
    ["signed", { kind: SIGNED, chunks }],
    [
      "signed, with a trailer",
      { kind: `${SIGNED}-TRAILER`, chunks, trailer: crc(chunks.join("")) },
    ],
    ["unsigned, with a trailer", { kind: UNSIGNED, chunks, trailer: crc(chunks.join("")) }],
  ])("%s, is stored decoded", async (_, how) => {
    expect(await upload(how)).toBe("stored");
    const { s3 } = clientsOf(standIn.aws);
    const found = await s3.send(new GetObjectCommand({ Bucket: "chunks", Key: "object" }));
    expect(await found.Body?.transformToString()).toBe(chunks.join(""));
    expect(found.ContentEncoding).toBeUndefined();
  });

  test.each([
    [
      "a changed chunk",
      { kind: SIGNED, chunks, tamper: (body: string) => body.replace("zzz", "zyz") },
      "SignatureDoesNotMatch",
    ],
    [
      "a chunk left out",
      { kind: SIGNED, chunks, tamper: (body: string) => body.replace(/^2000;.*\r\na+\r\n/, "") },
      "SignatureDoesNotMatch",
    ],
    ["a wrong trailer", { kind: UNSIGNED, chunks, trailer: crc("other") }, "BadDigest"],
    [
      "a trailer changed after it was signed",
      {
        kind: `${SIGNED}-TRAILER`,
        chunks,
        trailer: crc("other"),
        tamper: (body: string) => body.replace(crc("other"), crc(chunks.join(""))),
      },
      "SignatureDoesNotMatch",
    ],
    [
      "no end",
      {
        kind: UNSIGNED,
        chunks,
        trailer: crc(chunks.join("")),
        tamper: (body: string) => body.slice(0, 5000),
      },
      "IncompleteBody",
    ],
    ["no size", { kind: UNSIGNED, chunks, trailer: "", tamper: () => "zz\r\n" }, "IncompleteBody"],
  ])("with %s is refused", async (_, how, code) => {
    expect(await upload(how)).toBe(code);
  });
});
