import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { commandOf, descendantsOf, usageOf } from "../../bench/processes.ts";

test("a process's descendants are found, and what they use is added up", async () => {
  // It has used CPU by itself and by a child that has ended, and a second child is there.
  const script = `dd if=/dev/zero of=/dev/null bs=1M count=1000 2>/dev/null
sleep 600 &
echo there
wait`;
  const child = spawn("sh", ["-c", script], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const pid = child.pid ?? 0;
  try {
    await once(child.stdout, "data");
    const below = descendantsOf(pid);
    expect(below.map(commandOf)).toEqual([["sleep", "600"]]);
    expect(descendantsOf(process.pid)).toEqual(expect.arrayContaining([pid, ...below]));
    expect(usageOf([pid]).cpuMs).toBeGreaterThan(0);
    const [one, other] = [usageOf([pid]).rssMb, usageOf(below).rssMb];
    expect(one).toBeGreaterThan(0.1);
    expect(usageOf([pid, ...below]).rssMb).toBeCloseTo(one + other, 1);
    expect(usageOf([])).toEqual({ cpuMs: 0, rssMb: 0 });
  } finally {
    process.kill(-pid, "SIGKILL");
  }
});
