import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventFor } from "./event.ts";
import { openRoom } from "./proxy/room.ts";
import { prepareSmallApp } from "./proxy/small-app.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-proxy-"));
const proxy = join(import.meta.dirname, "../dist/runtime/index.mjs");
mkdirSync(join(scratch, "small"));
const small = prepareSmallApp(join(scratch, "small"));
const room = openRoom({ ...small, proxy });
try {
  console.log(await room.next());
  const percentile = (xs: number[], p: number) => xs.sort((a, b) => a - b)[Math.floor(xs.length * p)]!;
  for (let i = 0; i < 6; i += 1)
    for (const way of ["raw", "handler"]) {
      const xs = await room.ask<number[]>(JSON.stringify({ way, event: eventFor("/"), count: 500 }));
      console.log(way, percentile(xs, 0.5).toFixed(3), percentile(xs, 0.99).toFixed(3), Math.min(...xs).toFixed(3));
    }
  for (const way of ["raw", "binary", "base64"]) {
    const xs = await room.ask<number[]>(JSON.stringify({ way, event: eventFor("/file"), count: 30 }));
    console.log(way, percentile(xs, 0.5).toFixed(3), Math.min(...xs).toFixed(3));
  }
  console.log(await room.ask(JSON.stringify({ way: "rss" })));
} finally {
  await room.stop();
  rmSync(scratch, { recursive: true });
}
