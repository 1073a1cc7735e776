/**
 * Programs of Lambda's own image (bash, coreutils-single, grep and sed of Amazon Linux 2023) that scripts of apps
 * call, such as a `bin/rails` in shell. There is no tar, find or git.
 * https://docs.aws.amazon.com/linux/al2023/ug/minimal-container.html
 */
export const LAMBDA_PROGRAMS = [
  ...[
    "sh",
    "bash",
    "env",
    "grep",
    "sed",
    "basename",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "dirname",
  ],
  ...["echo", "expr", "head", "id", "ln", "ls", "mkdir", "mktemp", "mv", "nproc", "printf", "pwd"],
  ...[
    "readlink",
    "realpath",
    "rm",
    "rmdir",
    "sleep",
    "sort",
    "stat",
    "tail",
    "test",
    "touch",
    "tr",
  ],
  ...["true", "uname", "wc", "whoami"],
] as const;
