import { expect, test } from "@jest/globals";
import { mountPaths } from "../../../src/inputs/mount-paths.ts";

test.each([
  ["no file systems", {}, []],
  ["something else than a list", { FileSystemConfigs: "/mnt/a" }, []],
  [
    "file systems, one of them without a path",
    {
      FileSystemConfigs: [
        { Arn: "arn", LocalMountPath: "/mnt/a" },
        { Arn: "arn" },
        { LocalMountPath: 1 },
        null,
        { LocalMountPath: "/mnt/b" },
      ],
    },
    ["/mnt/a", "/mnt/b"],
  ],
])("a configuration with %s mounts what has a path", (_, configuration, paths) =>
  expect(mountPaths(configuration)).toEqual(paths),
);
