/** Environment variables of the step: `INPUT_*`, `GITHUB_*`, `AWS_*` and others. */
export type Environment = Readonly<Record<string, string | undefined>>;
