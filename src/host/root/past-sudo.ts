/**
 * Variables that sudo sets or drops even with `-E`.
 * https://github.com/sudo-project/sudo/blob/main/plugins/sudoers/env.c, `initial_badenv_table`
 */
const SUDOS = new RegExp(
  `^(${[
    ...[
      "PATH",
      "HOME",
      "USER",
      "USERNAME",
      "LOGNAME",
      "IFS",
      "CDPATH",
      "LOCALDOMAIN",
      "RES_OPTIONS",
      "HOSTALIASES",
    ],
    ...[
      "NLSPATH",
      "PATH_LOCALE",
      "_?LD_\\w+",
      "_RLD\\w*",
      "TERMINFO",
      "TERMINFO_DIRS",
      "TERMPATH",
      "TERMCAP",
      "ENV",
    ],
    ...[
      "BASH_ENV",
      "PS4",
      "GLOBIGNORE",
      "BASHOPTS",
      "SHELLOPTS",
      "JAVA_TOOL_OPTIONS",
      "PERLIO_DEBUG",
      "PERLLIB",
    ],
    ...[
      "PERL5LIB",
      "PERL5OPT",
      "PERL5DB",
      "FPATH",
      "NULLCMD",
      "READNULLCMD",
      "ZDOTDIR",
      "TMPPREFIX",
      "PYTHONHOME",
    ],
    ...["PYTHONPATH", "PYTHONINSPECT", "PYTHONUSERBASE", "RUBYLIB", "RUBYOPT"],
  ].join("|")})$`,
);

/** Under this name sudo hands such a variable on. */
const HANDED_ON = "MEGAMODE_HANDED_ON_";

/**
 * Brings variables past sudo.
 * @param environment what the command gets
 * @returns those that sudo would change or drop, by names that it hands on; lines of a script that name them as before
 */
export function pastSudo(environment: Readonly<Record<string, string | undefined>>) {
  const mine = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && SUDOS.test(name),
  );
  return {
    env: Object.fromEntries(mine.map(([name, value]) => [HANDED_ON + name, value])),
    script: mine
      .map(([name]) => `export ${name}="$${HANDED_ON}${name}"; unset ${HANDED_ON}${name}\n`)
      .join(""),
  };
}
