/** Where inputs come from: `INPUT_*`, `GITHUB_*` and `AWS_*` names of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
