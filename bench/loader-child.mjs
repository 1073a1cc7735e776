import { readFileSync } from "node:fs";
import { loadBundle } from "../lib/runtime/src/loader/load.js";

/**
 * Runs the loader as the proxy does, compiled and in a process of its own: `loader-child.mjs FILE`, where the file
 * holds loadBundle's arguments as JSON. Prints milliseconds and the process's peak memory in MB.
 */
const [archives, s3, root] = JSON.parse(readFileSync(process.argv[2], "utf8"));
const started = performance.now();
await loadBundle(archives, s3, root);
const ms = performance.now() - started;
// Not resourceUsage().maxRSS: that begins with what the parent had when it forked.
const [, peakKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
console.log(JSON.stringify({ ms, rssMb: peakKb / 1024 }));
