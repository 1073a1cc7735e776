/** Something that an app wants and Lambda has not. */
export interface Unsupported {
  /** A few words. */
  readonly what: string;
  /** What shows it, such as a file. */
  readonly shownBy: string;
  /** Heading in docs/limits.md, as its link names it. */
  readonly heading: string;
}

/**
 * @param files texts of the app's files by path
 * @param serverCommand the input's
 */
export function findUnsupported(
  files: ReadonlyMap<string, string>,
  serverCommand: string | undefined,
): readonly Unsupported[] {
  const socket = [...files].find(
    ([path, text]) =>
      // `rails new` makes the two classes that channels are made of, in each app.
      (path.startsWith("app/channels/") && !path.startsWith("app/channels/application_cable/")) ||
      (path.startsWith("app/views/") && /\bturbo_stream_from\b/.test(text)),
  );
  const daemon = /(^|\s)(-d|-D|--daemon(ize)?)(?=\s|$)/.exec(serverCommand ?? "");
  return [
    ...(socket
      ? [
          {
            what: "WebSockets (Action Cable)",
            shownBy: `\`${socket[0]}\``,
            heading: "websockets-and-action-cable",
          },
        ]
      : []),
    ...(daemon
      ? [
          {
            what: "a server that leaves for the background",
            shownBy: `\`${daemon[2]}\` in \`server-command\``,
            heading: "servers",
          },
        ]
      : []),
  ];
}
