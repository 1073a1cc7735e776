import { expect, test } from "@jest/globals";
import { Collector } from "../../../runtime/src/http/collector.ts";

test.each(["2", "999999999999999", undefined])(
  "an answer that announces a length of %s takes the memory of what arrives",
  (length) => {
    const collector = new Collector();
    const headers = length === undefined ? [] : ([["Content-Length", length]] as const);
    collector.head({ status: 200, headers });
    for (const piece of ["o", "k"]) collector.chunk(Buffer.from(piece));
    expect(collector.response).toEqual({ status: 200, headers, body: Buffer.from("ok") });
  },
);
