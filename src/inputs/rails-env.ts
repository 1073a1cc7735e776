import { own } from "./own.ts";

type Variables = Readonly<Record<string, string>>;

/**
 * The names by which Rails, Rack and Hanami are told their environment. Each of them falls back on another's, so two that
 * differ are two environments in one process. `APP_ENV` is not among them: apps use it for meanings of their own.
 */
const NAMES = ["RAILS_ENV", "RACK_ENV", "HANAMI_ENV"] as const;

const DEFAULT = "production";

/** The one environment of Rails and Rack, in the build, the preflight and Lambda. */
export interface RailsEnv {
  readonly name: string;
  /** What names it, in words; undefined if nothing does. */
  readonly from: string | undefined;
}

export interface ChosenRailsEnv {
  readonly railsEnv: RailsEnv;
  /** The stage's variables, without a name that says another environment, or none. */
  readonly variables: Variables;
  readonly problems: readonly string[];
}

/** Parses the input `rails-env`. The name becomes a part of paths, such as `config/environments/staging.rb`. */
export function railsEnv(text: string): string {
  if (/^[a-z][a-z0-9_-]*$/i.test(text)) return text;
  throw new Error(`\`${text}\` must be a name such as \`staging\`.`);
}

/**
 * Chooses the environment of Rails and Rack. A preview's own variables come before the input and `environment`.
 * @param given the input `rails-env`
 * @param variables the stage's variables
 * @param ofPreview a preview's own; undefined if the stage is none
 */
export function chooseRailsEnv(
  given: string | undefined,
  variables: Variables,
  ofPreview: Variables | undefined,
): ChosenRailsEnv {
  const told = namesIn(ofPreview ?? {});
  const input = told.length > 0 ? "preview-environment" : "environment";
  const names = told.length > 0 ? told : namesIn(variables);
  const values = names.map((name) => [name, variables[name] ?? ""] as const);
  const [first] = values;
  const expected = input === "environment" ? given : undefined;
  const name = first?.[1] ?? given ?? DEFAULT;
  const problems = [
    ...values.flatMap(([variable, value]) => wrong(`\`${input}\`: \`${variable}\``, value)),
    ...values
      .filter(([, value]) => value !== name)
      .map(
        ([other, value]) =>
          `\`${input}\`: \`${first?.[0]}\` is \`${name}\`, and \`${other}\` is \`${value}\`. Rails and Rack have one environment: give one of the two, or \`rails-env\`.`,
      ),
    ...(first && expected !== undefined && expected !== name
      ? [
          `\`rails-env\` is \`${expected}\`, and \`${first[0]}\` in \`environment\` is \`${name}\`. Give one of the two.`,
        ]
      : []),
  ];
  const from = first ? `\`${first[0]}\` in \`${input}\`` : given && "`rails-env`";
  const isStale = (variable: string) =>
    NAMES.some((one) => one === variable) && variables[variable] !== name;
  const kept = Object.entries(variables).filter(([variable]) => !isStale(variable));
  return { railsEnv: { name, from }, variables: Object.fromEntries(kept), problems };
}

function namesIn(variables: Variables): readonly string[] {
  return NAMES.filter((name) => own(variables, name));
}

function wrong(what: string, value: string): readonly string[] {
  try {
    railsEnv(value);
    return [];
  } catch (error) {
    return [`${what}: ${(error as Error).message}`];
  }
}
