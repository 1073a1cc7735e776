import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  askJson,
  CHEAP,
  type Cloud,
  copyApp,
  deploy,
  FIXTURES,
  get,
  openCloud,
  succeeded,
} from "./harness.ts";
import { type Postgres, startPostgres } from "./postgres-server.ts";

let cloud: Cloud;
let postgres: Postgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres("p@ss/word%");
  cloud = await openCloud();
});
afterAll(async () => {
  await cloud?.close();
  await postgres?.stop();
});

const app = copyApp(join(FIXTURES, "postgres"));
const options = () => ({
  app,
  stage: "live",
  inputs: {
    ...CHEAP,
    app: "postgres",
    environment: `DATABASE_URL=${postgres.url}?sslmode=require`,
    "release-command": "ruby -rbundler/setup migrate.rb",
  },
});

describe("an app with a PostgreSQL database", () => {
  test("is migrated and served over TCP with TLS, by the libpq that it was built with", async () => {
    const deployed = succeeded(await deploy(cloud, options()));
    expect(deployed.log).toContain("migrated");
    url = deployed.outputs.url ?? "";
    expect(await askJson(cloud, `${url}/`)).toEqual({
      posts: ["Grüße"],
      peer: postgres.port,
      tls: true,
    });
  });

  test("keeps its version where the migration fails, and the job says what the database said", async () => {
    const failed = await deploy(cloud, withMigration("ALTER TABLE post ADD body text"));
    expect(failed.status).toBe(1);
    expect(failed.log.match(/^error: .*/gm)).toEqual([
      "error: `release-command` (`ruby -rbundler/setup migrate.rb`) ended with exit status 1:",
    ]);
    const error = failed.log.slice(failed.log.indexOf("error: "));
    expect(error).toContain('relation "post" does not exist');
    expect(error).toContain("still serves");
    expect(failed.outputs.version).toBeUndefined();
    expect((await get(cloud, `${url}/`)).body).toContain("Grüße");
  });

  function withMigration(sql: string) {
    const changed = copyApp(app);
    writeFileSync(join(changed, "migration.sql"), `${sql};\n`);
    return { ...options(), app: changed };
  }
});
