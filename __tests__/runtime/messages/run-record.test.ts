import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { claimRun, firstResult, leaveResult } from "../../../runtime/src/messages/run-record.ts";
import { Collected } from "../logs/collected.ts";

let server: Server;
let url: string;
let statuses: number[];
let said: string;
let asked: { method: string | undefined; body: string; headers: IncomingMessage["headers"] }[];

beforeEach(async () => {
  statuses = [];
  said = "said";
  asked = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      asked.push({ method: request.method, body, headers: request.headers });
      const status = statuses.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end(said);
    });
  });
  url = `http://127.0.0.1:${await listenAnywhere(server)}/bucket/key?signature`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("claiming a run", () => {
  test("is a PUT that only the first one succeeds with", async () => {
    expect(await claimRun({ claimUrl: url })).toBe(true);
    expect(asked).toEqual([
      {
        method: "PUT",
        body: "",
        headers: expect.objectContaining({
          "if-none-match": "*",
          "content-length": "0",
          connection: "close",
        }),
      },
    ]);
  });

  test.each([
    [412, "the command was not started: the deploy that asked for it has given up"],
    [403, "the command was not started: S3 answered 403 when the run was claimed"],
  ])("fails at %i, without another try", async (status, message) => {
    statuses.push(status);
    await expect(claimRun({ claimUrl: url })).rejects.toThrow(message);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["too busy", 503],
    ["broken", 500],
    ["in the midst of a conflict", 409],
  ])("is tried again after each pause where S3 is %s", async (_, status) => {
    statuses.push(status, status);
    await claimRun({ claimUrl: url }, [1, 1]);
    expect(asked).toHaveLength(3);
    statuses.push(status, status, status);
    await expect(claimRun({ claimUrl: url }, [1, 1])).rejects.toThrow(`S3 answered ${status}`);
    expect(asked).toHaveLength(6);
  });

  test("does not blame the deploy where S3 may have claimed it when it failed", async () => {
    statuses.push(500, 412);
    await expect(claimRun({ claimUrl: url }, [1])).rejects.toThrow(
      "not started: S3 failed when the run",
    );
    statuses.push(503, 412);
    await expect(claimRun({ claimUrl: url }, [1])).rejects.toThrow("not started: the deploy");
  });

  test("fails where S3 cannot be reached, and does not tell the URL", async () => {
    statuses.push(0);
    await expect(claimRun({ claimUrl: url })).rejects.toThrow(
      /^S3 \(127\.0\.0\.1:\d+\): socket hang up$/,
    );
  });
});

describe("a run that another invocation has claimed", () => {
  test("is known where its result can be read", async () => {
    statuses.push(412);
    expect(await claimRun({ claimUrl: url, readUrl: url })).toBe(false);
  });

  test("has a result as soon as the first one leaves it, whatever S3 says before", async () => {
    statuses.push(404, 403, 503, 0, 200);
    said = '{"status":3,"output":"first"}';
    expect(await firstResult(url, 60_000, 1)).toEqual({ status: 3, output: "first" });
    expect(asked.map(({ method }) => method)).toEqual(["GET", "GET", "GET", "GET", "GET"]);
  });

  test("is not waited for where its URL is wrong", async () => {
    statuses.push(404, 400);
    await expect(firstResult(url, 60_000, 1)).rejects.toThrow(
      "S3 answered 400 when the result of the first start was read",
    );
  });

  test("is waited for no longer than the function runs", async () => {
    statuses.push(404);
    await expect(firstResult(url, 1, 5)).rejects.toThrow(
      "the command was started before, and has left no result within 0 s",
    );
  });
});

describe("leaving a result", () => {
  const result = { status: 3, output: "é" };
  const leave = async () => {
    const log = new Collected();
    await leaveResult(url, result, log, [1, 1]);
    return log.text;
  };

  test("is a PUT of it as JSON", async () => {
    expect(await leave()).toBe("");
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: "PUT", headers: { "content-length": "26" } });
    expect(JSON.parse(asked[0]!.body)).toEqual(result);
    expect(asked[0]!.headers).not.toHaveProperty("if-none-match");
  });

  test("is tried again after each pause", async () => {
    statuses.push(500, 0);
    expect(await leave()).toBe("");
    expect(asked).toHaveLength(3);
  });

  test("that fails in the end is a line in the log", async () => {
    statuses.push(500, 500, 503);
    expect(await leave()).toBe("megamode: the result could not be left in S3: 503\n");
    expect(asked).toHaveLength(3);
  });
});
