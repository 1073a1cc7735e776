import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { listNames } from "../../files.ts";
import type { BuildContext } from "../context.ts";

/** Says which environment Rails and Rack have, and warns if the app does not know it. */
export async function tellRailsEnv(
  { inputs, reporter }: Pick<BuildContext, "inputs" | "reporter">,
  app: Pick<App, "dir" | "kind">,
): Promise<void> {
  const { name, from } = inputs.railsEnv;
  if (from !== undefined) {
    reporter.info(`RAILS_ENV and RACK_ENV: \`${name}\`, by ${from}`);
  }
  if (app.kind !== "rails") return;
  const known = (await listNames(join(app.dir, "config/environments")))
    .filter((file) => file.endsWith(".rb"))
    .map((file) => file.slice(0, -".rb".length));
  if (known.length === 0 || known.includes(name)) return;
  reporter.warning(
    `Rails runs as \`${name}\`, and the app has no \`config/environments/${name}.rb\`, but ${known
      .sort()
      .map((one) => `\`${one}\``)
      .join(", ")}. Set \`rails-env\` to one of these.`,
  );
}
