import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { publishedPolicy, withPolicies } from "../../bin/iam.ts";
import { matches } from "../../local/services/wildcards.ts";
import { POLICIES, statementsOf } from "../deploy-role.ts";
import { resources, TEMPLATE, TEMPLATE_TEXT } from "./template.ts";

const PARAMETERS = {
  GitHubOwner: "org",
  GitHubOwnerId: "11",
  GitHubRepository: "shop",
  GitHubRepositoryId: "22",
  App: "shop",
  Branches: "main,release/*",
  Environments: "production",
};
const plain = resources(PARAMETERS);
const withNetwork = resources({ ...PARAMETERS, Network: "true" });

interface Policy {
  readonly PolicyName: string;
  readonly PolicyDocument: { readonly Statement: unknown };
}
const policiesOf = (of: typeof plain, role: string): readonly Policy[] =>
  of[role].Properties.Policies;
const trustOf = (of: typeof plain, role: string) => of[role].Properties.AssumeRolePolicyDocument;

describe("the template", () => {
  test("has the published policies, as `npm run build:iam` writes them", () => {
    expect(withPolicies(TEMPLATE_TEXT, publishedPolicy)).toBe(TEMPLATE_TEXT);
  });

  test.each([
    ["DeployedRole", plain, ["deployed"]],
    ["PreviewRole", plain, ["preview"]],
    ["DeployedRole", withNetwork, ["deployed", "network"]],
    ["PreviewRole", withNetwork, ["preview", "network"]],
  ] as const)("fills them in for %s", (role, of, names) => {
    const policies = policiesOf(of, role).map(({ PolicyName, PolicyDocument }) => [
      PolicyName,
      PolicyDocument.Statement,
    ]);
    const filled = (name: (typeof POLICIES)[number]) =>
      statementsOf(name, { app: "shop", region: "eu-west-1" });
    expect(policies).toEqual(names.map((name) => [name, filled(name)]));
  });

  test("makes the identity provider on demand, and leaves it there", () => {
    const { Condition, DeletionPolicy } = plain.OidcProvider;
    expect({ Condition, DeletionPolicy }).toEqual({
      Condition: "CreatesOidcProvider",
      DeletionPolicy: "Retain",
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  test("stays within IAM's sizes, with the longest app and long names", () => {
    const long = resources({
      ...{ GitHubOwner: "o".repeat(20), GitHubRepository: "r".repeat(40), App: "a".repeat(40) },
      ...{ GitHubOwnerId: "1234567890", GitHubRepositoryId: "1234567890", Network: "true" },
      ...{ Branches: "main,staging,release/*", Environments: "production,staging,testing" },
    });
    for (const role of ["DeployedRole", "PreviewRole"]) {
      const size = (value: unknown) => JSON.stringify(value).length;
      const inline = policiesOf(long, role).map(({ PolicyDocument }) => size(PolicyDocument));
      expect(inline.reduce((sum, each) => sum + each)).toBeLessThan(10_240);
      expect(size(trustOf(long, role))).toBeLessThan(2_048);
    }
  });
});

/** Whether a role trusts a job. StringLike's `*` stands for any characters, also for slashes and colons. */
function trusts(role: string, subject: string, audience = "sts.amazonaws.com"): boolean {
  const [statement, ...more] = trustOf(plain, role).Statement;
  const { StringEquals = {}, StringLike = {}, ...others } = statement.Condition;
  expect([more, others, statement.Action]).toEqual([[], {}, "sts:AssumeRoleWithWebIdentity"]);
  const claims: Readonly<Record<string, string>> = { aud: audience, sub: subject };
  const holds = (conditions: object, fits: (wanted: string, value: string) => boolean) =>
    Object.entries(conditions).every(([key, wanted]) => {
      const value = claims[key.replace("token.actions.githubusercontent.com:", "")] ?? "";
      return [wanted].flat().some((each) => fits(each, value));
    });
  return holds(StringEquals, (wanted, value) => wanted === value) && holds(StringLike, matches);
}

describe("the roles trust", () => {
  test.each<[subject: string, deployed: boolean, preview: boolean]>([
    ["repo:org/shop:ref:refs/heads/main", true, false],
    ["repo:org/shop:ref:refs/heads/release/1", true, false],
    ["repo:org/shop:environment:production", true, false],
    ["repo:org/shop:pull_request", false, true],
    ["repo:org@11/shop@22:ref:refs/heads/main", true, false],
    ["repo:org@11/shop@22:ref:refs/heads/release/1", true, false],
    ["repo:org@11/shop@22:environment:production", true, false],
    ["repo:org@11/shop@22:pull_request", false, true],
    // Other branches, tags and environments of the repository
    ["repo:org/shop:ref:refs/heads/login", false, false],
    ["repo:org/shop:ref:refs/heads/main2", false, false],
    ["repo:org/shop:ref:refs/heads/feature/main", false, false],
    ["repo:org/shop:ref:refs/tags/main", false, false],
    ["repo:org@11/shop@22:ref:refs/heads/login", false, false],
    ["repo:org/shop:environment:production2", false, false],
    ["repo:org/shop:environment:staging", false, false],
    ["repo:org/shop:pull_request:environment:production", false, false],
    ["repo:org/shop", false, false],
    // Other repositories
    ["repo:org/other:ref:refs/heads/main", false, false],
    ["repo:org/shop2:ref:refs/heads/main", false, false],
    ["repo:org2/shop:ref:refs/heads/main", false, false],
    ["repo:stranger/shop:pull_request", false, false],
    ["repo:ORG/SHOP:ref:refs/heads/main", false, false],
    // Others that got the names after the repository was deleted
    ["repo:org@12/shop@22:ref:refs/heads/main", false, false],
    ["repo:org@11/shop@23:ref:refs/heads/main", false, false],
    ["repo:org@12/shop@23:pull_request", false, false],
    // Names that would fit if a number were a `*`
    ["repo:org@1/evil@1/shop@22:ref:refs/heads/main", false, false],
    ["repo:org@11/evil@22:ref:refs/heads/main", false, false],
    ["repo:org@111/shop@22:ref:refs/heads/main", false, false],
    ["repo:org@11/shop@22:ref:refs/heads/x@22:ref:refs/heads/main", false, false],
    ["repo:org@11/shop@22@22:pull_request", false, false],
    ["repo:org@11/shop:ref:refs/heads/main", false, false],
  ])("%s: deployed stages %s, previews %s", (subject, deployed, preview) => {
    expect({
      deployed: trusts("DeployedRole", subject),
      preview: trusts("PreviewRole", subject),
    }).toEqual({ deployed, preview });
  });

  test("nobody for another audience", () => {
    const main = "repo:org/shop:ref:refs/heads/main";
    expect(trusts("DeployedRole", main, "https://github.com/org")).toBe(false);
  });
});

describe("the documentation", () => {
  const project = resolve(import.meta.dirname, "../..");
  const read = (file: string) => readFileSync(join(project, file), "utf8");

  test("has a command that gives every parameter without a default, and none that is not there", () => {
    const [command = ""] =
      /^aws cloudformation deploy(?:.*\\\n)*.*\n/m.exec(read("README.md")) ?? [];
    const given = [...command.matchAll(/\b([A-Z]\w+)="?\$?\(?/g)].map(([, name = ""]) => name);
    const needed = Object.entries(TEMPLATE.Parameters).filter(
      ([, { Default }]) => Default === undefined,
    );
    expect(given).toEqual(expect.arrayContaining(needed.map(([name]) => name)));
    expect(given.filter((name) => TEMPLATE.Parameters[name] === undefined)).toEqual([]);
  });

  test("explains every parameter and every statement", () => {
    const text = read("docs/iam.md");
    const statements = POLICIES.flatMap((name) =>
      statementsOf(name, { app: "shop", region: "eu-west-1" }).map(({ Sid }) => Sid),
    );
    const names = [...Object.keys(TEMPLATE.Parameters), ...statements];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("a parameter", () => {
  test.each([
    ["GitHubOwner", ["org", "My-Org", "someone_shortcode"], ["*", "org/", "o*", ""]],
    ["GitHubOwnerId", ["1234"], ["*", "1*", "", "1 "]],
    ["GitHubRepository", ["shop", "my.shop_2"], ["*", "shop/x", "sh?p", ""]],
    ["GitHubRepositoryId", ["1234"], ["*", ""]],
    ["App", ["shop", "my-shop-2"], ["*", "Shop", "shop-", "shop/*", ""]],
    ["Branches", ["main", "main,release/*", "a,b,c", ""], ["a,b,c,d", "a,", "main, x"]],
    ["Environments", ["", "production", "Production EU,staging"], ["a,b,c,d", "a:b"]],
  ])("%s takes %j and refuses %j", (name, taken, refused) => {
    const pattern = new RegExp(TEMPLATE.Parameters[name]?.AllowedPattern ?? "(?!)");
    expect(taken.filter((value) => !pattern.test(value))).toEqual([]);
    expect(refused.filter((value) => pattern.test(value))).toEqual([]);
  });
});
