/** Returns a parser of one of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const all = words.map((word) => `\`${word}\``).join(", ");
    throw new Error(`\`${text}\` must be one of ${all}.`);
  };
}

export function flag(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw new Error(`\`${text}\` must be \`true\` or \`false\`.`);
}

export function between(least: number, most: number, unit: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(`\`${text}\` must be a whole number of ${unit} from ${least} to ${most}.`);
    }
    return value;
  };
}

export function urlPath(text: string): string {
  if (/^\/[\x21-\x7e]*$/.test(text)) return text;
  throw new Error(`\`${text}\` must be a path such as \`/up\`.`);
}

/**
 * Parses a shell line that names where the server listens, by socket or by port, and the rackup file. Without them we would
 * have to guess both.
 */
export function serverCommand(text: string): string {
  const places = ["{socket}", "{port}"].filter((place) => text.includes(place));
  if (places.length === 1 && text.includes("{rackup}")) return text;
  if (places.length === 2) {
    throw new Error(
      `\`${text}\` names \`{socket}\` and \`{port}\`: the server listens on one of them.`,
    );
  }
  const missing = [
    ...(places.length === 0 ? ["{socket}"] : []),
    ...(text.includes("{rackup}") ? [] : ["{rackup}"]),
  ];
  throw new Error(
    `\`${text}\` lacks \`${missing.join("` and `")}\`: the path of the Unix socket to listen on (or \`{port}\`, a port of 127.0.0.1), and the rackup file to start, such as in \`bundle exec thin start --socket {socket} --rackup {rackup}\`.`,
  );
}

export function roleArn(text: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(text)) return text;
  throw new Error(
    `\`${text}\` must be a role's ARN such as \`arn:aws:iam::123456789012:role/app\`.`,
  );
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error('must be a JSON object, such as `{"TracingConfig": {"Mode": "Active"}}`.');
  }
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message also quotes what is there, which may be a secret.
    const [where] = /line \d+ column \d+/.exec((error as Error).message) ?? [];
    throw new Error(`is not JSON${where ? `: there is a mistake at ${where}` : ""}.`);
  }
}
