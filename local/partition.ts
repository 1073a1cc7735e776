/**
 * Returns the partition of a region: the second part of all ARNs there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  const known = Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix));
  return known?.[1] ?? "aws";
}

/** The partitions but the largest, by what the names of their regions begin with. */
const PARTITIONS: Readonly<Record<string, string>> = {
  "us-gov-": "aws-us-gov",
  "cn-": "aws-cn",
  "eusc-": "aws-eusc",
};
