import { NO_OUTER_RUBY } from "../../app/bundler/environment.ts";
import { UserError } from "../../errors.ts";
import type { Finished, Shell } from "../../ports/shell.ts";
import { QUESTIONS } from "./questions.ts";

/** The Ruby of this machine, as it describes itself. Paths are the machine's, not yet below the root. */
export interface RubyInstallation {
  readonly engine: string;
  /** Such as `3.1.2`. */
  readonly version: string;
  /** The folder's name in `gems/ruby/<abi>`, such as `3.1.0`. */
  readonly abi: string;
  /** Bundler's name of this machine, such as `x86_64-linux`. */
  readonly platform: string;
  /** Such as `x86_64-linux-gnu`: not always the same as the platform. */
  readonly arch: string;
  /** The real file. */
  readonly executable: string;
  /** `/usr`, or a folder that holds nothing but Ruby. */
  readonly prefix: string;
  readonly bundlerVersion: string;
  readonly bundler: {
    readonly gemDir: string;
    readonly specification: string;
  };
  /** Folders of the library, without those of Ruby's version (`/usr/lib/ruby`). */
  readonly directories: {
    readonly rubyLibrary: string;
    readonly architecture: string;
    readonly site: string;
    readonly siteArchitecture: string;
    readonly vendor: string;
  };
  /** `$LOAD_PATH` as it is compiled in. */
  readonly loadPath: readonly string[];
  /** Where default and bundled gems lie. */
  readonly gems: string;
  /** What OpenSSL has compiled in; undefined if Ruby was built without it. */
  readonly openssl: { readonly directory: string; readonly certificates: string } | undefined;
}

const SETUP =
  "Add these lines before the step of this action:\n\n" +
  "      - uses: ruby/setup-ruby@v1\n" +
  '        with: { ruby-version: "3.3" }\n';

/**
 * Asks the Ruby on PATH what it is.
 * @param cwd the app's folder, whose files decide the version of Ruby and of Bundler
 * @throws UserError if there is no Ruby or Bundler, or one that cannot run in Lambda
 */
export async function inspectRuby(
  shell: Shell,
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<RubyInstallation> {
  const command = { file: "ruby", args: ["-e", QUESTIONS], cwd, env: { ...NO_OUTER_RUBY, ...env } };
  let finished: Finished;
  try {
    finished = await shell.run(command);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new UserError("There is no `ruby` on this runner's PATH.", SETUP, { cause });
  }
  if (finished.status !== 0) {
    throw new UserError(
      `\`ruby\` does not start (exit status ${finished.status}):\n${finished.output.trim()}`,
      SETUP,
    );
  }
  const said = finished.stdout.trim();
  return parseInstallation(said.slice(said.lastIndexOf("\n") + 1));
}

/**
 * Reads the answer.
 * @throws UserError for a Ruby that cannot be packaged
 */
export function parseInstallation(json: string): RubyInstallation {
  const answer = JSON.parse(json);
  if (answer.engine !== "ruby") {
    throw new UserError(`\`ruby\` is ${answer.engine}; only CRuby can be packaged.`, SETUP);
  }
  if (/musl/.test(answer.host) || !/linux/.test(answer.host)) {
    throw new UserError(
      `\`ruby\` was built for ${answer.host}; Lambda needs one for Linux with glibc.`,
      "Run the job on `ubuntu-latest`, without an Alpine container.",
    );
  }
  if (answer.bundler === undefined) {
    throw new UserError(`Ruby ${answer.version} has no Bundler.`, SETUP);
  }
  const { rubyLibrary } = answer.directories;
  return {
    engine: answer.engine,
    version: answer.version,
    abi: answer.abi,
    platform: answer.platform,
    arch: answer.arch,
    executable: answer.executable,
    prefix: answer.prefix,
    bundlerVersion: answer.bundlerVersion,
    bundler: answer.bundler,
    directories: answer.directories,
    loadPath: answer.loadPath,
    gems: `${rubyLibrary}/gems/${answer.abi}`,
    openssl: answer.openssl,
  };
}
