import { describe, expect, test } from "@jest/globals";
import {
  forLambda,
  forRunner,
  variantsAmong,
} from "../../../../../src/gems/prune/programs/distribution.ts";

const of = (...names: readonly string[]) => variantsAmong(names)[0] ?? [];

describe("files that differ in a distribution only", () => {
  test.each([
    [["bin/w_debian_12_amd64.gz", "bin/w_ubuntu_22.04_amd64.gz"], 2],
    [["w-centos7", "w-centos8"], 2],
    [["lib/alpine/w.so", "lib/debian/w.so"], 0],
    [["w_debian_12", "v_ubuntu_22.04"], 0],
    [["bin/w_debian_12", "libexec/w_ubuntu_22.04"], 0],
    [["w_debian_12_amd64", "w_ubuntu_22.04_amd64.gz"], 0],
    [["w_debian_12"], 0],
    [["search", "march", "archive_1", "fedoralike"], 0],
  ])("of %j are %s", (names, count) => {
    expect(of(...names)).toHaveLength(count);
  });
});

test.each<[readonly string[], string | undefined]>([
  [["w_debian_12", "w_centos_6", "w_centos_7", "w_centos_8"], "w_centos_8"],
  [["w_centos_8", "w_amzn_2", "w_amzn_2023"], "w_amzn_2023"],
  [["w_rhel_9", "w_rhel_10", "w_fedora_35"], "w_rhel_9"],
  [["w_fedora_35", "w_fedora_40", "w_debian_12"], "w_fedora_35"],
  [["w_debian_12", "w_ubuntu_22.04"], undefined],
])("of %j Lambda wants %s", (names, wanted) => {
  expect(forLambda(of(...names))?.path).toBe(wanted);
});

test.each<[string, string | undefined]>([
  ["debian-12", "w_debian_12"],
  ["debian-13", "w_debian_12"],
  ["ubuntu-24.04", "w_ubuntu_22.04"],
  ["ubuntu-22.04", "w_ubuntu_22.04"],
  ["ubuntu-21.10", "w_ubuntu_20.04"],
  ["debian-9", undefined],
  ["arch-rolling", undefined],
  ["fedora-41", undefined],
])("on %s the libraries travel of %s", (system, own) => {
  const names = ["w_debian_11", "w_debian_12", "w_ubuntu_20.04", "w_ubuntu_22.04", "w_centos_8"];
  expect(forRunner(of(...names), system)?.path).toBe(own);
});
