import { AwsError } from "../../../service.ts";
import { checksumName } from "../../../signature/payload/checksum.ts";

const ALGORITHM = "x-amz-sdk-checksum-algorithm";
const TRAILER = "x-amz-trailer";

/**
 * Reads which checksum an upload declares, and its value if a header has it. The value of a trailer is checked elsewhere.
 */
export function declaredChecksum(headers: Readonly<Record<string, string>>): {
  name: string;
  value?: string;
} {
  const found = Object.keys(headers).filter((header) => checksumName(header) !== undefined);
  if (found.length > 1) {
    throw new AwsError(400, "InvalidRequest", "Expecting a single x-amz-checksum- header");
  }
  const [header = headers[TRAILER]] = found;
  const name = header === undefined ? undefined : checksumName(header);
  if (name !== undefined) {
    const value = headers[header!];
    return value === undefined ? { name } : { name, value };
  }
  if (headers[ALGORITHM] !== undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      `${ALGORITHM} specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.`,
    );
  }
  return { name: "crc64nvme" };
}
