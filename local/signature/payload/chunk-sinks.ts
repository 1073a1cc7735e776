import { AwsError } from "../../service.ts";
import { type Authorization, credentialScope } from "../authorization.ts";
import { hmac, sha256Hex } from "../canonical.ts";
import type { Verified } from "../verify.ts";
import type { ChunkSink } from "./aws-chunked.ts";
import { checksumName, startChecksum } from "./checksum.ts";

/** Creates a sink that checks the length, and the checksums that follow the data. */
export function plainSink(length: number, announced: string | undefined): ChunkSink {
  const names = announced === undefined ? [] : announced.toLowerCase().split(/ *, */);
  const sums = names.map((header) => {
    const name = checksumName(header);
    if (name === undefined)
      throw new AwsError(400, "InvalidRequest", `The trailer \`${header}\` is not supported`);
    return { header, sum: startChecksum(name) };
  });
  let received = 0;
  return {
    chunk(data) {
      received += data.length;
      for (const { sum } of sums) sum.update(data);
    },
    trailers(fields) {
      if (received !== length) {
        throw new AwsError(
          400,
          "IncompleteBody",
          `The body has ${received} bytes where x-amz-decoded-content-length says ${length}`,
        );
      }
      for (const { header, sum } of sums) {
        if (fields.get(header) !== sum.digest().toString("base64")) {
          throw new AwsError(
            400,
            "BadDigest",
            `The \`${header}\` you specified did not match the calculated checksum.`,
          );
        }
      }
    },
  };
}

/** Creates a sink that checks signatures. Each chunk's signature covers the previous one; the first is the request's. */
export function signedSink(
  inner: ChunkSink,
  withTrailer: boolean,
  authorization: Authorization,
  verified: Verified,
): ChunkSink {
  let previous = authorization.signature;
  function expect(
    kind: "PAYLOAD" | "TRAILER",
    hashes: readonly string[],
    signature: string | undefined,
  ): void {
    const text = [
      `AWS4-HMAC-SHA256-${kind}`,
      verified.amzDate,
      credentialScope(authorization),
      previous,
      ...hashes,
    ];
    const expected = hmac(verified.signingKey, text.join("\n")).toString("hex");
    if (signature !== expected) {
      throw new AwsError(
        403,
        "SignatureDoesNotMatch",
        "A chunk's signature does not match the one we calculated.",
      );
    }
    previous = expected;
  }
  return {
    chunk(data, signature) {
      expect("PAYLOAD", [sha256Hex(""), sha256Hex(data)], signature);
      inner.chunk(data, signature);
    },
    trailers(fields) {
      if (withTrailer) {
        const signed = [...fields].filter(([name]) => name !== "x-amz-trailer-signature");
        const text = signed.map(([name, value]) => `${name}:${value}\n`).join("");
        expect("TRAILER", [sha256Hex(text)], fields.get("x-amz-trailer-signature"));
      }
      inner.trailers(fields);
    },
  };
}
