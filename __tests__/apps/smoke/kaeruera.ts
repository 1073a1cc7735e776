import type { Visit } from "../try/visit.ts";

/** Its templates write their links and its stylesheet out: `href="/search"`. */
export const onlyAtRoot = true;

/**
 * KaeruEra (github.com/jeremyevans/kaeruera), with a user `frog@example.com`: logs in, adds an application, reports an error as its
 * own reporter does, finds it, closes it with a note, searches for it, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  await go("/search");
  if (page.url() !== `${url}/login`) throw new Error(`Without log-in: ${page.url()}`);
  await page.fill("[name=email]", "frog@example.com");
  await page.fill("[name=password]", "pond");
  await page.click("input[value=Login]");
  await page.getByRole("heading", { name: "Applications" }).waitFor();
  await settled();

  await page.getByRole("link", { name: "Add Application" }).click();
  await page.fill("#content form input[type=text]", `Pond ${mark}`);
  await page.click("input[value='Add Application']");
  await page.getByText("Application Added").waitFor();
  await settled();
  await page.getByRole("link", { name: `Pond ${mark}` }).click();
  await page.getByText("No open errors").waitFor();
  await page.getByRole("link", { name: "Reporter Info" }).click();
  const info = (await page.locator("pre").first().textContent()) ?? "";
  const [, id, token] = /', (\d+), '(\w+)'/.exec(info) ?? [];
  await settled();

  const answer = await page.request.post(`${url}/report_error`, {
    data: {
      id,
      token,
      data: {
        error_class: "RuntimeError",
        message: `A frog fell in, ${mark}`,
        backtrace: ["pond.rb:1:in `jump'"],
        params: { frog: 1 },
      },
    },
  });
  const { error_id: error } = (await answer.json()) as { error_id: number };
  await go(`/applications/${id}/errors`);
  await page.getByRole("link", { name: `${error}`, exact: true }).click();
  await page.getByText("pond.rb:1").waitFor();
  await settled();
  await page.fill("textarea", "Pulled out");
  await page.check("#close");
  await page.click("input[value='Update Error']");
  await page.getByText("Error Updated").waitFor();
  await page.getByText("Pulled out").waitFor();
  await settled();

  await page.getByRole("link", { name: "Search", exact: true }).click();
  await page.fill("#message", `A frog fell in, ${mark}`);
  await page.selectOption("#status", "1");
  await page.click("input[value=Search]");
  await page.getByRole("link", { name: `${error}`, exact: true }).waitFor();
  await settled();
  await page.click("input[value=Logout]");
  await settled();
  await go("/");
  if (page.url() !== `${url}/login`) throw new Error(`After the log-out: ${page.url()}`);
}
