import { APP_DIR, BIN_DIR } from "../../../contract/root.ts";
import type { Command } from "../../ports/shell.ts";

/** The task by which every Rails gem that builds assets does so, and gems for Sinatra and Hanami too. */
export const TASK = "assets:precompile";

/** Where Rake looks: https://github.com/ruby/rake/blob/v13.2.1/lib/rake/application.rb (DEFAULT_RAKEFILES) */
export const RAKEFILES = ["rakefile", "Rakefile", "rakefile.rb", "Rakefile.rb"] as const;

/** What the script's exit status says, besides 0 for a task that ran and 1 for one that failed. */
export const STATUS = {
  /** The bundle has no Rake, or its Rakefile no such task. */
  noTask: 93,
  /** It has the task. Said only if the script is to ask. */
  hasTask: 94,
  /** The Rakefile raised an error. */
  notLoaded: 95,
} as const;

/**
 * Does what `rake assets:precompile` does, in the same process that finds out whether there is such a task: to ask first
 * would load the app twice. A task that fails has status 1, whatever its own was: none is taken for one of the above.
 */
const SCRIPT = `
mode, = ARGV
task = "${TASK}"
begin
  require "rake"
rescue LoadError
  exit ${STATUS.noTask}
end
$PROGRAM_NAME = "rake"
ARGV.replace([task])
status = ${STATUS.notLoaded}
begin
  Rake.application.standard_exception_handling do
    Rake.application.init("rake")
    Rake.application.load_rakefile
    status = Rake::Task.task_defined?(task) ? ${STATUS.hasTask} : ${STATUS.noTask}
    if status == ${STATUS.hasTask} && mode == "run"
      status = 1
      Rake.application.top_level
      status = 0
    end
  end
rescue SystemExit => error
  status = 0 if status == 1 && error.success?
end
exit status
`;

/** The packaged Ruby asks Rake for the task, or runs it if there is one: no program of the app's `bin/` is needed. */
export function rake(mode: "ask" | "run"): Command {
  return {
    file: `${BIN_DIR}/ruby`,
    args: ["-rbundler/setup", "-e", SCRIPT, "--", mode],
    cwd: APP_DIR,
  };
}
