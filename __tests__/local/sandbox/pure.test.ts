import { describe, expect, test } from "@jest/globals";
import { nodeFlags } from "../../../local/sandbox/environment.ts";
import { planBubblewrap } from "../../../local/sandbox/jail/file-system.ts";
import { parseTrace } from "../../../local/sandbox/jail/libraries.ts";
import { parseRollup } from "../../../local/sandbox/memory.ts";
import { exitReason } from "../../../local/sandbox/outcome.ts";
import { parseTarget } from "../../../local/services/lambda/names.ts";
import { permits, planStatement } from "../../../local/services/lambda/permissions/statement.ts";

describe("decisions about sandboxes", () => {
  test("the loader's trace gives its own path and those of the libraries", () => {
    const trace =
      "\tlinux-vdso.so.1 (0x00007f16)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f17)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f18)\n";
    expect(parseTrace(trace)).toEqual([
      "/lib/x86_64-linux-gnu/libc.so.6",
      "/lib64/ld-linux-x86-64.so.2",
    ]);
    expect(() => parseTrace("\tlibx.so.1 => not found\n")).toThrow("`libx.so.1`");
  });

  test("what lies on /tmp is not counted as memory", () => {
    expect(parseRollup("Rss:  900 kB\nPss:      800 kB\nPss_Shmem:   300 kB\n")).toBe(500 * 1024);
  });

  test("libraries from anywhere but the system's folders go to Lambda's folder for them", () => {
    const host = {
      node: "/n",
      programs: "/s",
      etc: "/e",
      runtime: "/r",
      libraries: ["/opt/x/liby.so.1"],
    };
    const args = planBubblewrap(host, { task: "/t", tmpMb: 512, mounts: [] }, {});
    expect(args.join(" ")).toContain("--ro-bind /opt/x/liby.so.1 /var/lang/lib/liby.so.1");
    expect(args.join(" ")).toContain(`--size ${512 * 1024 * 1024} --tmpfs /tmp`);
  });

  test.each([
    [0, "Runtime exited without providing a reason"],
    [3, "Runtime exited with error: exit status 3"],
    [137, "Runtime exited with error: signal: killed"],
    [139, "Runtime exited with error: signal: segmentation fault"],
  ])("exit status %d is told as AWS tells it", (status, text) => {
    expect(exitReason(status)).toBe(text);
  });

  test("Node's heap follows the memory unless NODE_OPTIONS says otherwise", () => {
    expect(nodeFlags(1000)).toEqual(["--max-semi-space-size=50", "--max-old-space-size=900"]);
    expect(nodeFlags(1000, "--max-old-space-size=128")).toEqual([]);
  });
});

describe("names and permissions", () => {
  test.each([
    ["app", null, { name: "app" }],
    ["app:live", null, { name: "app", qualifier: "live" }],
    ["app", "$LATEST", { name: "app", qualifier: "$LATEST" }],
    ["123456789012:function:app", "2", { name: "app", qualifier: "2" }],
    [
      "arn:aws:lambda:eu-west-1:123456789012:function:app:live",
      null,
      { name: "app", qualifier: "live" },
    ],
  ])("%s %s", (name, qualifier, target) => {
    expect(parseTarget(name, qualifier)).toEqual(target);
  });

  test("a name with one qualifier cannot be asked for with another", () => {
    expect(() => parseTarget("app:live", "2")).toThrow(/does not match/);
  });

  test("a permission holds for its service, its account and its pattern", () => {
    const service = "apigateway.amazonaws.com";
    const statement = planStatement(
      {
        ...{ StatementId: "a", Action: "lambda:InvokeFunction", Principal: service },
        ...{ SourceArn: "arn:aws:execute-api:r:1:api/*/GET/?", SourceAccount: "1" },
      },
      "arn",
    );
    const ask = (arn: string, account = "1", from = service) =>
      permits([statement], { service: from, arn, account });
    expect(ask("arn:aws:execute-api:r:1:api/dev/GET/a")).toBe(true);
    expect(ask("arn:aws:execute-api:r:1:api/dev/GET/ab")).toBe(false);
    expect(ask("arn:aws:execute-api:r:1:api/dev/GET/a", "2")).toBe(false);
    expect(ask("arn:aws:execute-api:r:1:api/dev/GET/a", "1", "s3.amazonaws.com")).toBe(false);
    expect(ask("arn:aws:execute-api:r:1:apix/dev/GET/a")).toBe(false);
  });
});
