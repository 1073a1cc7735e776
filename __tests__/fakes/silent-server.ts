import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";

const LISTEN = `
  const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    console.log(server.address().port);
  });
`;

/**
 * An address at which nothing answers, not even the connection: what a host is to whom no route leads there.
 * A stopped process listens there, and the queue of those who wait to be accepted is full.
 */
export async function silentServer(): Promise<{ readonly url: string; close(): void }> {
  const child = spawn(process.execPath, ["-e", LISTEN], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  child.kill("SIGSTOP");
  const port = Number(line);
  const waiting: Socket[] = [];
  for (let connected = true; connected; ) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    waiting.push(socket);
    connected = await Promise.race([once(socket, "connect").then(() => true), sleep(300, false)]);
    // Where this process itself had to wait, what has happened meanwhile is known a turn of the loop later.
    await setImmediate();
    connected ||= !socket.connecting;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}
