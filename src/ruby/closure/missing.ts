import { UserError } from "../../errors.ts";
import type { Missing } from "./closure.ts";

/** Libraries that gems are often built against: start of the name, and the package of Debian and Ubuntu. */
const PACKAGES: readonly (readonly [string, string])[] = [
  ["libpq.so", "libpq5"],
  ["libsqlite3.so", "libsqlite3-0"],
  ["libmysqlclient.so", "libmysqlclient-dev"],
  ["libmariadb.so", "libmariadb3"],
  ["libvips.so", "libvips"],
  ["libMagick", "libmagickwand-dev"],
  ["libyaml-0.so", "libyaml-0-2"],
  ["libffi.so", "libffi-dev"],
  ["libxml2.so", "libxml2"],
  ["libxslt.so", "libxslt1.1"],
  ["libcurl.so", "libcurl4"],
  ["libreadline.so", "libreadline-dev"],
  ["libgdbm", "libgdbm-dev"],
  ["libicu", "libicu-dev"],
];

/**
 * Fails if libraries are missing, and names the packages that hold them.
 * @throws UserError for libraries that this machine does not have
 */
export function assertNoneMissing(missing: readonly Missing[]): void {
  if (missing.length === 0) return;
  const lines = missing.map(({ name, neededBy }) => `\`${name}\`, which the ${neededBy} needs`);
  const packages = missing.map(
    ({ name }) => PACKAGES.find(([start]) => name.startsWith(start))?.[1],
  );
  const known = [...new Set(packages.filter((one) => one !== undefined))];
  throw new UserError(
    `This runner does not have ${[...new Set(lines)].join("; nor ")}.`,
    known.length > 0
      ? `Install it in a step before this one: \`sudo apt-get install -y ${known.join(" ")}\`.`
      : "Install the package that contains it in a step before this one (`apt-file search <library>` names it).",
  );
}
