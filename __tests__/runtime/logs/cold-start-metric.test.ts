import { expect, test } from "@jest/globals";
import { coldStartMetric } from "../../../runtime/src/logs/cold-start-metric.ts";

test("is a document of the embedded metric format", () => {
  const times = { totalMs: 900, bootMs: 700, fetchMs: 150 };
  const text = coldStartMetric("Shop", { App: "shop", Stage: "pr-1" }, times, "id");
  expect(text).not.toContain("\n");
  const document = JSON.parse(text);
  // The metadata has no other members, and each target is at the root: a number for a metric, a text for a dimension.
  expect(document._aws).toEqual({
    Timestamp: expect.any(Number),
    CloudWatchMetrics: [
      {
        Namespace: "Shop",
        Dimensions: [["App", "Stage"]],
        Metrics: [
          { Name: "ColdStart", Unit: "Count" },
          { Name: "ColdStartDuration", Unit: "Milliseconds" },
        ],
      },
    ],
  });
  expect(document).toMatchObject({
    App: "shop",
    Stage: "pr-1",
    ColdStart: 1,
    ColdStartDuration: 900,
    bootMs: 700,
    fetchMs: 150,
    requestId: "id",
  });
});
