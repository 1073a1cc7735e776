import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Cloud, openCloud } from "../e2e/harness.ts";
import { deployed, expectUntouched, type RailsStage } from "./rails-deployed.ts";
import { railsVersions } from "./rails-new.ts";
import { logOf } from "./stage.ts";
import { newVisitor } from "./visitor.ts";

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 60_000);
afterAll(() => cloud?.close());

describe.each(railsVersions)("Rails %s with --api", (version) => {
  let stage: RailsStage;
  beforeAll(async () => {
    const listen = version === "6.1" ? ["--skip-spring", "--skip-listen"] : [];
    stage = await deployed(cloud, version, ["--api", ...listen], `api-${version.replace(".", "")}`);
  }, 1_200_000);

  test("stays as it is in the checkout, and the diff is what is done to the copy", async () => {
    await expectUntouched(stage);
  }, 60_000);

  test.each(["below its stage", "at the root of a domain"])(
    "answers %s",
    async (where) => {
      const url = where === "below its stage" ? stage.url : stage.root;
      const prefix = where === "below its stage" ? "/dev" : "";
      const visitor = newVisitor(cloud);
      const { result: root, log } = await logOf(cloud, stage.name, () => visitor.get(`${url}/`));
      expect(JSON.parse(root.body)).toEqual({
        root: `${prefix}/`,
        post: `${url}/posts`,
        script: prefix,
      });
      expect(log.match(/^Rails: .*Started GET ".*" for/gm)).toHaveLength(1);
      expect(log).toMatch(/^Rails: .*Completed 200 OK in /m);
      const json = JSON.stringify({ post: { title: `Grüße ${where}` } });
      const made = await visitor.post(`${url}/posts`, json, "application/json");
      expect([made.status, JSON.parse(made.body).title]).toEqual([201, `Grüße ${where}`]);
      expect(made.headers.location).toMatch(new RegExp(`^${url}/posts/\\d+$`));
      expect((await visitor.get(made.headers.location ?? "")).status).toBe(200);
      const away = await visitor.get(`${url}/away`);
      expect([away.status, away.headers.location]).toEqual([302, `${url}/posts`]);
      expect((await visitor.get(`${url}/robots.txt`)).status).toBe(200);
      expect((await visitor.get(`${url}/no/such/page`)).status).toBe(404);
      const boom = await logOf(cloud, stage.name, () => visitor.get(`${url}/boom`));
      expect(boom.result.status).toBe(500);
      expect(boom.log).toMatch(/^Rails: .*RuntimeError \(as it was meant\)/m);
    },
    60_000,
  );
});
