import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { streamHttp } from "../../../runtime/src/requests/stream-http.ts";
import { invocation, restEvent } from "../../runtime/events/rest-event.ts";
import { openPostedStream, type PostedStream } from "../../runtime/requests/posted-stream.ts";
import { until } from "../../until.ts";
import { installServers, type RealServer, type ServerName, startServer } from "./real-servers.ts";

/** Writes an event whenever the test lets it, and tells when its body was closed. */
const APP = `
class Events
  def each
    (1..).each do |number|
      yield "data: #{number}\\n\\n"
      sleep 0.005 until File.exist?("gate/#{number}")
      return if File.read("gate/#{number}") == "last"
    end
  end

  def close
    File.write("gate/closed", "")
  end
end

run(lambda { |env|
  case env["PATH_INFO"]
  when "/events" then [200, { "content-type" => "text/event-stream" }, Events.new]
  when "/die" then [200, { "content-type" => "text/plain" }, Enumerator.new { |out| out << "half"; Process.kill(:KILL, Process.pid); sleep }]
  else [204, {}, []]
  end
})
`;

let abi: string;
beforeAll(() => {
  abi = installServers();
});

let server: RealServer;
let posted: PostedStream;
afterEach(async () => {
  posted.close();
  await server.stop();
});

const gate = (name: string) => join(server.folder, "gate", name);

/** Requests a path as a front door that streams does, which takes the answer from `posted`. */
async function get(path: string): Promise<unknown> {
  const event = restEvent({ path, stageVariables: { responseMode: "stream" } });
  return streamHttp(restApi, event, invocation, server.deps, posted.stream).catch(
    async (error: unknown) => {
      await posted.fail(error);
      return error;
    },
  );
}

async function open(name: ServerName): Promise<void> {
  posted = await openPostedStream();
  server = startServer(name, abi, { configRu: APP });
  mkdirSync(join(server.folder, "gate"));
}

describe.each<ServerName>(["puma", "falcon"])("an answer of %s", (name) => {
  test("arrives event by event, and the next request is answered", async () => {
    await open(name);
    const done = get("/events");
    await posted.holds("data: 1\n\n");
    expect(posted.got().prelude).toMatchObject({ statusCode: 200 });
    expect(posted.got().body.toString()).toBe("data: 1\n\n");
    writeFileSync(gate("1"), "go");
    await posted.holds("data: 2\n\n");
    writeFileSync(gate("2"), "last");
    expect(await done).toBeUndefined();
    expect(await posted.ended).toBeUndefined();
    expect(existsSync(gate("closed"))).toBe(true);
    expect(server.output.text).toMatch(/Completed Status Code 200 in [\d.]+s \(18 B, \w+\)\n/);
    posted.close();
    posted = await openPostedStream();
    await get("/none");
    await posted.ended;
    expect(posted.got()).toMatchObject({ prelude: { statusCode: 204 }, body: Buffer.alloc(0) });
  });
});

describe("an answer of puma", () => {
  test("that nobody waits for is given up by the app too", async () => {
    await open("puma");
    const done = get("/events");
    await posted.holds("data: 1\n\n");
    posted.breakOff();
    expect(await done).toBeUndefined();
    // The app learns of it with what it writes next.
    for (let number = 1; !existsSync(gate("closed")); number += 1) {
      writeFileSync(gate(String(number)), "go");
      await until(() => existsSync(gate("closed")) || number < 20);
    }
    expect(server.output.text).toContain(", cut)");
  });

  test("that breaks off with its server ends with an error", async () => {
    await open("puma");
    expect(await get("/die")).toBeInstanceOf(Error);
    expect(await posted.ended).toBe("ForwardError");
    expect(posted.got().body.toString()).toBe("half");
    expect(server.output.text).toContain("was killed (SIGKILL)");
  });
});
