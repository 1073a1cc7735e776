import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { pieceKey } from "../../../contract/manifest.ts";
import type { S3Location } from "../../../runtime/src/config.ts";
import { loadBundle } from "../../../runtime/src/loader/load.ts";
import { silentServer } from "../../fakes/silent-server.ts";
import {
  archive,
  type Entry,
  onlyPiece,
  type Packed,
  packed,
  tar,
} from "../../runtime/loader/archives.ts";
import {
  type Behaviour,
  breakAfter,
  hangUp,
  S3Server,
  status,
  trickle,
} from "../../runtime/loader/s3-server.ts";

let folder: string;
let root: string;
let s3: S3Server;
let location: S3Location;

beforeEach(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-load-"));
  root = join(folder, "mm");
  s3 = new S3Server();
  location = await s3.start();
});

afterEach(async () => {
  await s3.stop();
  fs.rmSync(folder, { recursive: true });
});

const store = (...archives: Packed[]) => s3.store(...archives);

const read = (path: string) => fs.readFileSync(join(root, path), "utf8");
const tree = () =>
  fs.existsSync(root)
    ? (fs.readdirSync(root, { recursive: true }) as string[])
        .filter((p) => !p.startsWith(".loaded"))
        .sort()
    : [];

const big = Buffer.alloc(3_000_000, 0).map((_, i) => ((i * 7919) % 251) ^ (i >> 9));
const app: Entry[] = [
  { name: "app/", type: "directory" },
  { name: "app/config.ru", content: "run 1" },
  { name: "app/bin/rails", mode: 0o755, content: "#!ruby" },
  { name: "app/shared", mode: 0o666, content: "x" },
  { name: "app/big", content: Buffer.from(big) },
  { name: "app/empty" },
  { name: "app/bin/link", type: "symlink", linkname: "../config.ru" },
  { name: `app/${"deep/".repeat(40)}${"n".repeat(120)}.rb`, content: "long" },
];

describe("loading a bundle", () => {
  test("contents, exec bits, links, mtimes and long names arrive", async () => {
    const loaded = await loadBundle(store(await archive("app", app)), location, root);
    expect(read("app/config.ru")).toBe("run 1");
    expect(fs.readFileSync(join(root, "app/big")).equals(Buffer.from(big))).toBe(true);
    expect(fs.statSync(join(root, "app/bin/rails")).mode & 0o777).toBe(0o755);
    expect(fs.statSync(join(root, "app/shared")).mode & 0o777).toBe(0o666);
    expect(fs.readlinkSync(join(root, "app/bin/link"))).toBe("../config.ru");
    expect(fs.statSync(join(root, "app/config.ru")).mtimeMs).toBe(1e12);
    expect(read(app.at(-1)!.name)).toBe("long");
    expect(fs.statSync(join(root, "app/empty")).size).toBe(0);
    expect(loaded.fetchMs).toBeGreaterThan(0);
  });

  test("pieces may be cut anywhere: in a header, a name, a content, a padding", async () => {
    const bytes = await tar(app.filter(({ name }) => name !== "app/big"));
    const whole = store(packed("app", bytes));
    await loadBundle(whole, location, root);
    const names = tree();
    for (const pieceBytes of [333, 512, 1000]) {
      fs.rmSync(root, { recursive: true });
      await loadBundle(store(packed("app", bytes, { pieceBytes })), location, root);
      expect(tree()).toEqual(names);
      expect(read(app.at(-1)!.name)).toBe("long");
    }
  });

  test("what GNU tar packs arrives as it was", async () => {
    const source = join(folder, "source");
    const long = `gems/${"x".repeat(90)}/${"y".repeat(90)}`;
    fs.mkdirSync(join(source, long), { recursive: true });
    fs.writeFileSync(join(source, long, "ä.rb"), "1");
    fs.symlinkSync(`${"x".repeat(90)}/${"y".repeat(90)}/ä.rb`, join(source, "gems/soft"));
    const { stdout } = spawnSync("tar", ["-c", "--format=posix", "-C", source, "gems"]);
    await loadBundle(store(packed("gems", stdout)), location, root);
    expect(read("gems/soft")).toBe("1");
  });

  test("requests are signed with the session", async () => {
    await loadBundle(store(await archive("app", app)), location, root);
    const { headers } = s3.requests[0]!;
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers.authorization).toMatch(
      /SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,/,
    );
  });
});

describe("a flaky S3", () => {
  test("500 and 503, then 200: loaded", async () => {
    s3.behaviours.push(status(500), status(503, "<Error><Code>SlowDown</Code></Error>"));
    await loadBundle(store(await archive("app", app)), location, root);
    expect(s3.requests).toHaveLength(3);
  });

  test("a connection that breaks in the middle is taken up where it broke", async () => {
    const one = await archive("app", app);
    s3.behaviours.push(breakAfter(1000, onlyPiece(one).bytes));
    await loadBundle(store(one), location, root);
    expect(s3.requests[1]!.headers.range).toBe("bytes=1000-");
    expect(read("app/config.ru")).toBe("run 1");
  });

  test("what stays broken is given up with the last reason", async () => {
    s3.behaviours.push(...Array.from({ length: 5 }, () => status(500)));
    const load = loadBundle(store(await archive("app", app)), location, root);
    await expect(load).rejects.toThrow(/`app` failed 5 times, last: S3 answered 500/);
  });

  test.each([
    [
      403,
      "<Error><Code>AccessDenied</Code></Error>",
      /403 AccessDenied for s3:\/\/bucket\/.*s3:GetObject/,
    ],
    [404, "<Error><Code>NoSuchKey</Code></Error>", /404 NoSuchKey.*was deleted; deploy again/],
  ])("%i is not asked again and says what to do", async (code, body, message) => {
    s3.behaviours.push(status(code, body));
    await expect(loadBundle(store(await archive("app", app)), location, root)).rejects.toThrow(
      message,
    );
    expect(s3.requests).toHaveLength(1);
  });

  test("an answer without a length, which S3 does not give, is not taken", async () => {
    const one = await archive("app", app);
    s3.behaviours.push((_, response) => {
      response.writeHead(200).end(onlyPiece(one).bytes);
      return true;
    });
    await expect(loadBundle(store(one), location, root)).rejects.toThrow("no Content-Length");
  });

  test("what is never there is asked for twice, and then it says what to do", async () => {
    const silent = await silentServer();
    const load = loadBundle(
      store(await archive("app", app)),
      { ...location, endpoint: silent.url },
      root,
    );
    await expect(load).rejects.toThrow(
      /^fetching the archive `app` failed 2 times, last: cannot connect to S3 \(127.0.0.1:\d+\) within 2 s\. If the function is in a VPC, .*subnets an S3 gateway endpoint.*NAT.*`function-configuration`/,
    );
    silent.close();
  });

  test("one that trickles is waited for; one that stalls is asked again where it stalled", async () => {
    const one = await archive("app", app);
    const { bytes } = onlyPiece(one);
    s3.behaviours.push(trickle(bytes, 1000), trickle(bytes.subarray(1000), bytes.length));
    const started = Date.now();
    await loadBundle(store(one), location, root);
    expect(s3.requests.map(({ headers }) => headers.range)).toEqual([undefined, "bytes=1000-"]);
    expect(Date.now() - started).toBeGreaterThan(5000);
    expect(read("app/config.ru")).toBe("run 1");
  });

  test("of many pieces, some that fail once or break, come in their order", async () => {
    const bytes = await tar(app);
    const one = packed("app", bytes, { pieceBytes: 60_000 });
    const asked = new Set<string>();
    // Each piece once at most: chance must not give one piece all the failures.
    const once = (behaviour: Behaviour): Behaviour => {
      return (request, response) => {
        if (asked.has(request.url!)) return false;
        asked.add(request.url!);
        return behaviour(request, response);
      };
    };
    const flaky = [status(500), () => false, status(503), hangUp, () => false].map(once);
    for (let i = 0; i < 4; i += 1) s3.behaviours.push(...flaky);
    await loadBundle(store(one), location, root);
    expect(fs.readFileSync(join(root, "app/big")).equals(Buffer.from(big))).toBe(true);
    expect(s3.behaviours).toEqual([]);
    expect(s3.requests.length).toBeGreaterThan(one.ref.pieces.length + 5);
  });
});

describe("a bad archive", () => {
  test("another digest than the manifest's: refused unread, and a later good one loads", async () => {
    const good = await archive("app", app);
    const [ref] = store(good);
    const { piece, key, bytes } = onlyPiece(good);
    const forged = onlyPiece(await archive("app", [{ name: "app/config.ru", content: "evil" }]));
    s3.objects.set(key, forged.bytes);
    const sized = { ...ref!, pieces: [{ ...piece, bytes: forged.bytes.length }] };
    await expect(loadBundle([sized], location, root)).rejects.toThrow(
      /has SHA-256 .*manifest says/,
    );
    expect(tree()).toEqual([]);
    s3.objects.set(key, bytes);
    await loadBundle([ref!], location, root);
    expect(read("app/config.ru")).toBe("run 1");
  });

  test.each([
    ["shorter", (bytes: Buffer) => bytes.subarray(0, 500), /has 500 bytes, the manifest says/],
    [
      "longer",
      (bytes: Buffer) => Buffer.concat([bytes, bytes]),
      /has \d+ bytes, the manifest says/,
    ],
    ["damaged", (bytes: Buffer) => Buffer.from(bytes).fill(7, 200, 900), /SHA-256/],
  ])("%s than it should be: refused", async (_title, change, message) => {
    const one = await archive("app", app);
    store(one);
    const { key, bytes } = onlyPiece(one);
    s3.objects.set(key, change(bytes));
    await expect(loadBundle([one.ref], location, root)).rejects.toThrow(message);
    expect(tree()).toEqual([]);
  });

  test.each([
    ["no zstd at all", Buffer.from("PK zip"), 1024, /is damaged/],
    ["more in it than the manifest says", undefined, 4096, /is damaged/],
    [
      "less in it than the manifest says",
      undefined,
      4e6,
      /unpacks to \d+ bytes, the manifest says/,
    ],
  ])("a piece of the right digest with %s: refused", async (_title, instead, tarBytes, message) => {
    const one = await archive("app", app);
    const bytes = instead ?? onlyPiece(one).bytes;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const piece = { sha256, bytes: bytes.length, tarBytes };
    s3.objects.set(pieceKey(one.ref, piece), bytes);
    const load = loadBundle([{ ...one.ref, pieces: [piece] }], location, root);
    await expect(load).rejects.toThrow(message);
    expect(tree()).toEqual([]);
  });

  test("one that fails stops the others", async () => {
    const refs = store(await archive("ruby", [{ name: "bin/ruby" }]), await archive("app", app));
    s3.objects.delete(pieceKey(refs[1]!, refs[1]!.pieces[0]!));
    await expect(loadBundle(refs, location, root)).rejects.toThrow(/NoSuchKey/);
  });
});
