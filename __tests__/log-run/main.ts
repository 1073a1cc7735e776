import { installServers } from "../integration/runtime/real-servers.ts";
import { runLog } from "./run.ts";

// `npm run test:log -- [REQUESTS] [SANDBOXES]`
const [requests = 20_000, sandboxes = 8] = process.argv.slice(2).map(Number);
const began = performance.now();
const judgements = await runLog(installServers(), { requests, sandboxes, floods: true });
const sum = (member: "lines" | "marked" | "later") =>
  judgements.reduce((total, one) => total + one[member], 0);
const problems = judgements.flatMap((one) => one.problems);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `${requests} requests over ${sandboxes} sandboxes in ${seconds} s: ${sum("lines")} lines, ${sum("marked")} of them written after their request, ${sum("later")} of these shown with a later one.`,
);
for (const problem of problems.slice(0, 20)) console.log(problem);
console.log(
  problems.length > 0
    ? `${problems.length} problems`
    : "None lost, none misattributed, order kept.",
);
process.exitCode = problems.length > 0 ? 1 : 0;
