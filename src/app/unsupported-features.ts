/** A feature that an app uses and Lambda does not have. */
export interface UnsupportedFeature {
  /** A few words. */
  readonly what: string;
  /** What shows that the app uses it, such as a file. */
  readonly shownBy: string;
  /** Heading in docs/limits.md, as its link names it. */
  readonly heading: string;
}

/**
 * Finds what an app uses that cannot work in Lambda.
 * @param files texts of the app's files by path
 * @param serverCommand the input, if it is given
 */
export function findUnsupportedFeatures(
  files: ReadonlyMap<string, string>,
  serverCommand: string | undefined,
): readonly UnsupportedFeature[] {
  return [...webSockets(files), ...daemon(serverCommand ?? "")];
}

function webSockets(files: ReadonlyMap<string, string>): readonly UnsupportedFeature[] {
  const shownBy = [...files].find(
    ([path, text]) =>
      // `rails new` puts two base classes for channels into each app.
      (path.startsWith("app/channels/") && !path.startsWith("app/channels/application_cable/")) ||
      (path.startsWith("app/views/") && /\bturbo_stream_from\b/.test(text)),
  );
  if (shownBy === undefined) return [];
  const [path] = shownBy;
  return [
    {
      what: "WebSockets (Action Cable)",
      shownBy: `\`${path}\``,
      heading: "websockets-and-action-cable",
    },
  ];
}

function daemon(serverCommand: string): readonly UnsupportedFeature[] {
  const [, option] = /(?:^|\s)(-d|-D|--daemon(?:ize)?)(?=\s|$)/.exec(serverCommand) ?? [];
  if (option === undefined) return [];
  return [
    {
      what: "a server that moves to the background",
      shownBy: `\`${option}\` in \`server-command\``,
      heading: "servers",
    },
  ];
}
