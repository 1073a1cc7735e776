import { describe, expect, test } from "@jest/globals";
import { planBubblewrap } from "../../../../local/sandbox/jail/file-system.ts";

const host = {
  node: "/n",
  programs: "/s",
  etc: "/e",
  runtime: "/r",
  libraries: ["/usr/lib/x/liba.so.1", "/lib64/ld.so", "/opt/x/liby.so.1"],
};
const plan = (environment = {}) =>
  planBubblewrap(
    host,
    { task: "/t", tmpMb: 512, mounts: [{ hostDir: "/h", path: "/mnt/data" }] },
    environment,
  );

describe("a sandbox's file system", () => {
  test("has libraries where the loader or Lambda looks for them", () => {
    const args = plan().join(" ");
    expect(args).toContain("--ro-bind /usr/lib/x/liba.so.1 /usr/lib/x/liba.so.1");
    expect(args).toContain("--ro-bind /lib64/ld.so /lib64/ld.so");
    expect(args).toContain("--ro-bind /opt/x/liby.so.1 /var/lang/lib/liby.so.1");
  });

  test("has a /tmp of its size, and the function's mounts", () => {
    const args = plan().join(" ");
    expect(args).toContain(`--perms 0700 --size ${512 * 1024 * 1024} --tmpfs /tmp`);
    expect(args).toContain("--bind /h /mnt/data");
  });

  test("is read-only once everything is in its place", () => {
    const args = plan();
    const closed = args.lastIndexOf("--remount-ro");
    expect(args.slice(closed, closed + 2)).toEqual(["--remount-ro", "/"]);
    expect(args.slice(closed)).not.toContain("--ro-bind");
  });

  test("comes with the function's environment alone", () => {
    const args = plan({ A: "b c" });
    expect(args.slice(args.indexOf("--clearenv"))).toEqual(["--clearenv", "--setenv", "A", "b c"]);
  });
});
