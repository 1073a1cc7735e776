import { BIN_DIR } from "../../contract/root.ts";
import { list, object, oneOf, text } from "../shape.ts";
import { carriedVariables } from "./carried/variables.ts";
import { DIRECTORIES, ENVIRONMENT, type PackagedRuby } from "./packaged.ts";

const MEMBERS = [
  ...["version", "abi", "executable", "env", "defaults"],
  ...["directories", "libraries", "absent"],
];
const VERSION = /^\d{1,3}(\.\d{1,3}){1,3}([-+.]?[0-9A-Za-z]{1,20})?$/;
/** Names and paths for the reader: no line ends, no escape sequences. */
const LINE = /^[^\p{Cc}]{1,500}$/u;

/**
 * Reads what a record says of a packaged Ruby. Its variables reach a shell, so they must be the very ones that
 * `packageRuby` gives; any other name or value is refused.
 * @throws Error that says what is wrong
 */
export function readPackaged(value: unknown, at: string): PackagedRuby {
  const ruby = object(value, at, MEMBERS);
  const library = (item: unknown, where: string) => {
    const { name, from, neededBy } = object(item, where, ["name", "from", "neededBy"]);
    return {
      name: text(name, `${where}.name`, LINE),
      from: text(from, `${where}.from`, LINE),
      neededBy: text(neededBy, `${where}.neededBy`, LINE),
    };
  };
  const absent = (item: unknown, where: string) => {
    const { name, neededBy } = object(item, where, ["name", "neededBy"]);
    return {
      name: text(name, `${where}.name`, LINE),
      neededBy: text(neededBy, `${where}.neededBy`, LINE),
    };
  };
  return {
    version: text(ruby.version, `${at}.version`, VERSION),
    abi: text(ruby.abi, `${at}.abi`, VERSION),
    executable: oneOf(ruby.executable, `${at}.executable`, [`${BIN_DIR}/ruby`]),
    env: variables(ruby.env, `${at}.env`, ENVIRONMENT),
    defaults: variables(ruby.defaults, `${at}.defaults`, carriedVariables()),
    directories: list(ruby.directories, `${at}.directories`, DIRECTORIES.length, (name, where) =>
      oneOf(name, where, DIRECTORIES),
    ),
    libraries: list(ruby.libraries, `${at}.libraries`, 2000, library),
    absent: list(ruby.absent, `${at}.absent`, 2000, absent),
  };
}

type Variables = Readonly<Record<string, string>>;

function variables(value: unknown, at: string, known: Variables): Variables {
  const given = object(value, at, Object.keys(known));
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => [
      name,
      oneOf(one, `${at}.${name}`, [known[name] as string]),
    ]),
  );
}
