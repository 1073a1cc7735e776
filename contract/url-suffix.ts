/**
 * Returns what the names of AWS's hosts in a region end with.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function urlSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn"; // China
  if (region.startsWith("eusc-")) return "amazonaws.eu"; // The European Sovereign Cloud
  return "amazonaws.com"; // All others, GovCloud too
}
