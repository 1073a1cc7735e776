/** A file that is one of several for different distributions, by its name. */
export interface Variant {
  readonly path: string;
  /** Such as `debian`. */
  readonly distribution: string;
  /** Its numbers; empty where the name has none. */
  readonly version: readonly number[];
}

const NAMED =
  /(?<=^|[._-])(almalinux|alpine|amazonlinux|amazon|amzn|archlinux|arch|centos|debian|fedora|linuxmint|opensuse|rhel|rocky|ubuntu)[._-]?(\d+(?:\.\d+)*)?(?=[._-]|$)/;

/**
 * Which names a program has that suits Amazon Linux 2023, which Lambda runs, the best first, and up to which version:
 * it has the glibc of Red Hat 9, and comes from Fedora 34 to 36.
 * https://docs.aws.amazon.com/linux/al2023/ug/relationship-to-fedora.html
 */
const LIKE_LAMBDA: readonly (readonly [names: readonly string[], most: number])[] = [
  [["amzn", "amazonlinux", "amazon"], 2023],
  [["rhel", "centos", "rocky", "almalinux"], 9],
  [["fedora"], 36],
];

/**
 * Finds the files of a folder that differ in the name of a distribution only, `a_debian_12.gz` and `a_ubuntu_22.04.gz`.
 * @param paths of programs for one machine
 * @returns groups of at least two distributions or versions
 */
export function variantsAmong(paths: readonly string[]): readonly (readonly Variant[])[] {
  const groups = new Map<string, Variant[]>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const name = path.slice(folder.length);
    const [found, distribution = "", version] = NAMED.exec(name) ?? [];
    if (found === undefined) continue;
    const key = `${folder}${name.replace(NAMED, "*")}`;
    const group = groups.get(key) ?? [];
    group.push({ path, distribution, version: version?.split(".").map(Number) ?? [] });
    groups.set(key, group);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** The variant that a program looks for that finds itself on Lambda; undefined if there is none. */
export function forLambda(group: readonly Variant[]): Variant | undefined {
  for (const [names, most] of LIKE_LAMBDA) {
    const found = newest(
      group.filter(({ distribution }) => names.includes(distribution)),
      [most, 99],
    );
    if (found) return found;
  }
  return undefined;
}

/**
 * The variant for the machine that builds, whose libraries travel with it.
 * @param system such as `ubuntu-24.04`
 */
export function forRunner(group: readonly Variant[], system: string): Variant | undefined {
  const [name, version = ""] = system.split("-");
  const own = group.filter(({ distribution }) => distribution === name);
  return newest(own, version.split(".").map(Number));
}

function newest(group: readonly Variant[], most: readonly number[]): Variant | undefined {
  return group
    .filter(({ version }) => version.length > 0 && compare(version, most) <= 0)
    .sort((a, b) => compare(b.version, a.version))[0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
}
