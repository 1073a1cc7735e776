/**
 * Whether a media type is one of an API's binary types. The type for all also covers a missing media type.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
 */
export function isBinary(
  mediaType: string | undefined,
  binaryMediaTypes: readonly string[],
): boolean {
  if (binaryMediaTypes.includes("*/*")) return true;
  const type = mediaType?.split(/[;,]/, 1)[0]?.trim().toLowerCase();
  if (type === undefined || type === "") return false;
  return binaryMediaTypes.some((binary) => {
    const known = binary.toLowerCase();
    return known === type || (known.endsWith("/*") && type.startsWith(known.slice(0, -1)));
  });
}
