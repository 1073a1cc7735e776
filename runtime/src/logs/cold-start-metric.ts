/**
 * Renders a cold start as CloudWatch metrics: a line of the log that CloudWatch reads.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @param namespace of the metrics
 * @param dimensions names and values, none of them empty
 * @param times of its parts, in milliseconds
 */
export function coldStartMetric(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  { totalMs, ...parts }: { readonly totalMs: number; readonly [part: string]: number },
  requestId: string,
): string {
  return JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: [
            { Name: "ColdStart", Unit: "Count" },
            { Name: "ColdStartDuration", Unit: "Milliseconds" },
          ],
        },
      ],
    },
    ...dimensions,
    ColdStart: 1,
    ColdStartDuration: totalMs,
    ...parts,
    requestId,
  });
}
