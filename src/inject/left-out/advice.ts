import { literalGlob } from "../copy/include.ts";
import { type LeftOut, SPECIAL } from "./left-out.ts";

/** What is said of a submodule that was not checked out. */
export const SUBMODULE = "a submodule that is not checked out";

/** What an app finds in its checkout and does not find in Lambda. */
export interface Found extends Pick<LeftOut, "kind"> {
  /** Relative to the app. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Whether it was there while the app was built. */
  readonly built: boolean;
}

/** Rails reads the variable first. */
const RAILS_KEY = /^config\/(master|credentials\/[^/]+)\.key$/;

/** Says of a path that it was left out, why, and what to do. */
export function advice(found: Found): string {
  const { path, kind } = found;
  const there = `\`${path}\` is in the checkout, and was left out of the copy`;
  if (RAILS_KEY.test(path)) {
    return `${there}: it opens the app's secrets. Put what it holds in \`environment\`: \`RAILS_MASTER_KEY=...\`.`;
  }
  switch (kind) {
    case SUBMODULE:
      return `\`${path}\` is ${SUBMODULE}: add \`with: { submodules: true }\` to \`actions/checkout\`, or run \`git submodule update --init\`.`;
    case ".git":
      return "`.git` is never copied, whatever `include` names, because `actions/checkout` leaves a token in it. Write what the app needs of it into a file in a step before this one: `git rev-parse HEAD > REVISION`.";
    case ".env files":
      return `${there}: such files hold secrets. Put the values that the app needs in \`environment\`, one \`NAME=value\` a line.`;
    case "private keys":
    case "credentials":
    case "possible keys":
      return `${there} (${kind}). If the app can read it from a variable, put it in \`environment\`. If it is no secret, or has to be a file, add:\n${include(found)}`;
    case "databases":
      return `${there} (${kind}): every sandbox would change a copy of its own. If the app only reads it, add:\n${include(found)}`;
    case SPECIAL:
      return `\`${path}\` is neither a file, a folder nor a link, and was left out of the copy: an archive cannot hold it.`;
  }
  return found.built
    ? `\`${path}\` is there while the app is built, and is not packed (${kind}). To pack it, add:\n${include(found)}`
    : `${there} (${kind}). To copy it, add:\n${include(found)}`;
}

/** The lines of a workflow that bring it back. Of a JavaScript package all of it, since one file asks for the next. */
function include({ path, isFolder }: Found): string {
  const [whole] = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(path) ?? [];
  const glob = literalGlob(whole ?? path);
  return `    include: ${yaml(isFolder || whole !== undefined ? `${glob}/**` : glob)}`;
}

/** Quotes what YAML would take for something else. */
function yaml(text: string): string {
  return /^[\w./-][\w./@*-]*$/.test(text) && !/^[-*]/.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
