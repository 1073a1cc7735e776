import type { Visit } from "../try/visit.ts";

/** js-routes wrote the paths into a script that is in its repository: `/organizations`. */
export const onlyAtRoot = true;

/**
 * Ping CRM on Rails (github.com/ledermann/pingcrm), Inertia and Vue by Vite, with its seeds: is sent to log in, makes an
 * organization in a dialog, searches for it while it types, changes it, turns a page of contacts, looks at the
 * users, deletes the organization, and logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const name = `Bridges ${Date.now()}`;
  await go("/organizations");
  if (page.url() !== `${url}/login`) throw new Error(`Without log-in: ${page.url()}`);
  await page.locator("input[type=password]").waitFor(); // The form is filled already.
  await page.click("button[type=submit]");
  await page.waitForURL(`${url}/organizations`);
  await settled();

  await page.getByRole("button", { name: "Create" }).click();
  await page.getByLabel("Name:").fill(name);
  await page.getByLabel("City:").fill("Köln");
  await page.locator("form").getByRole("button", { name: "Create Organization" }).click();
  await page.getByText("Organization created").first().waitFor();
  await settled();
  await page.locator("input[name=search]").fill(name);
  await page.waitForURL(/search=Bridges/);
  await settled();
  await page.getByRole("link", { name }).first().click();
  await page.waitForURL(/\/organizations\/\d+\/edit$/);
  await page.getByLabel("City:").fill("Bonn");
  await page.getByRole("button", { name: "Update Organization" }).click();
  await page.getByText("Organization updated").first().waitFor();
  const edit = page.url().slice(url.length);
  await settled();

  await go("/contacts");
  await page.getByRole("link", { name: "2", exact: true }).click();
  await page.waitForURL(/page=2/);
  await settled();
  for (const path of ["/users", "/reports", "/contacts/new"]) {
    const status = await go(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  }
  page.on("dialog", (dialog) => dialog.accept());
  await go(edit);
  await page.getByRole("button", { name: "Delete Organization" }).click();
  await page.getByText("Organization deleted").first().waitFor();
  await settled();
  await page.getByRole("button", { name: "User menu" }).click();
  await page.getByRole("button", { name: "Logout" }).click();
  await page.waitForURL(`${url}/login`);
  await settled();
  await go("/contacts");
  if (page.url() !== `${url}/login`) throw new Error(`After the log-out: ${page.url()}`);
}
