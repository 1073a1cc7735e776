import { readFileSync } from "node:fs";
import { restApi } from "../../runtime/src/events/rest-api.ts";
import { Log } from "../../runtime/src/logs/output.ts";
import { STDOUT } from "../../runtime/src/logs/sink.ts";
import { answerHttp } from "../../runtime/src/requests/answer.ts";
import { type ServerName, startServer } from "../integration/runtime/real-servers.ts";
import { invocation, restEvent } from "../runtime/events/rest-event.ts";

/** What the parent says: a request to answer, or that there will be no more. */
export interface Order {
  readonly requestId: string;
  readonly path: string;
}

/** What it hears: the process that serves; then one answer for each order. */
interface Told {
  readonly pid: number;
  readonly body: string;
}
export type Heard<Member extends keyof Told> = Pick<Told, Member>;

const [abi = "", name = "", format = ""] = process.argv.slice(2);
const configRu = readFileSync(new URL("./config.ru", import.meta.url), "utf8");
const log = new Log(STDOUT, format === "json");
const server = startServer(name as ServerName, abi, { configRu });
// The server's output goes where the handler's does.
Object.assign(server.output, {
  record: log.record,
  write: (text: string | Uint8Array) => log.write(text),
  room: () => log.room(),
  flush: () => log.flush(),
});
await server.sandbox.ready();
process.on("message", async ({ requestId, path }: Order) => {
  STDOUT.write(Buffer.from(`START ${requestId}\n`), () => undefined);
  log.invocation = requestId;
  const context = { ...invocation.context, awsRequestId: requestId };
  const result = await answerHttp(
    restApi,
    restEvent({ path }),
    { ...invocation, context },
    server.deps,
  );
  log.invocation = undefined;
  await log.flush();
  tell({ body: Buffer.from((result as { body: string }).body).toString() });
});
process.on("disconnect", () => void server.stop().then(() => process.exit(0)));
tell({ pid: server.pid() });

function tell(told: Partial<Told>): void {
  process.send!(told);
}
