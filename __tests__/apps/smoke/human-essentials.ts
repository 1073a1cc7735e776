import type { Visit } from "../try/visit.ts";

/** Where the browser does not reach the hosts of its scripts. */
export const known = [/^script: \$ is not defined$/];

/**
 * Human Essentials (github.com/rubyforgood/human-essentials, of March 2023): the first user of a bank logs in, adds a
 * place where goods are stored, a donation to it and a partner, finds what is there now, downloads a list, looks at the
 * bank's pages and the administrator's, those of Delayed Job's engine too, and logs out. Its scripts come from hosts on
 * the internet, and what is done here goes without them.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const mark = `${Date.now()}`;
  const visit = async (path: string) => {
    const status = await go(path);
    if (status !== 200) throw new Error(`${path} is ${status}`);
  };
  await go("/bridge_bank/dashboard");
  if (page.url() !== `${url}/users/sign_in`) throw new Error(`Without log-in: ${page.url()}`);
  await page.fill("#user_email", "admin@example.com");
  await page.fill("#user_password", "password!");
  await page.click("input[name=commit]");
  await page.waitForURL(`${url}/bridge_bank/dashboard`);
  await settled();

  await go("/bridge_bank/storage_locations/new");
  await page.fill("#storage_location_name", `Pier ${mark}`);
  await page.fill("#storage_location_address", "1 Harbour Street");
  await page.click("form button[type=submit]");
  await page.waitForURL(`${url}/bridge_bank/storage_locations`);
  await settled();
  await go("/bridge_bank/donations/new");
  await page.selectOption("#donation_source", "Misc. Donation");
  await page.selectOption("#donation_storage_location_id", { label: `Pier ${mark}` });
  await page.selectOption("select[id$=_item_id]", { label: "Kids (Size 4)" });
  await page.fill("input[id$=_quantity]", "432");
  await page.click("form button[type=submit]");
  await page.waitForURL(`${url}/bridge_bank/donations`);
  await settled();
  await go("/bridge_bank/storage_locations");
  await page
    .locator("tr", { hasText: `Pier ${mark}` })
    .getByRole("link", { name: "View" })
    .click();
  await page.waitForURL(/\/storage_locations\/\d+$/);
  await page.getByText("432").first().waitFor({ state: "attached" });
  await settled();

  await go("/bridge_bank/partners/new");
  await page.fill("#partner_name", `Ferry ${mark}`);
  await page.fill("#partner_email", `ferry-${mark}@example.com`);
  await page.click("form button[type=submit]");
  await page.waitForURL(`${url}/bridge_bank/partners`);
  await page.getByText(`Ferry ${mark}`).first().waitFor();
  await settled();
  const list = await page.evaluate<string>("fetch('donations.csv').then(answer => answer.text())");
  if (!list.includes("432")) throw new Error(`The list of donations: ${list.slice(0, 200)}`);
  for (const name of [
    "items",
    "distributions",
    "distributions/schedule",
    "requests",
    "manage/edit",
  ]) {
    await visit(`/bridge_bank/${name}`);
  }
  for (const path of ["/admin/dashboard", "/admin/users", "/delayed_job/overview"])
    await visit(path);

  await go("/bridge_bank/dashboard");
  // What the script of @rails/ujs makes of the link to log out.
  await page.evaluate(`{
    const link = document.querySelector('a[href$="/users/sign_out"]');
    const form = Object.assign(document.createElement("form"), { method: "post", action: link.href });
    const token = document.querySelector("meta[name=csrf-token]").content;
    form.innerHTML = '<input name="_method" value="delete"><input name="authenticity_token">';
    form.lastChild.value = token;
    document.body.append(form);
    form.submit();
  }`);
  await page.waitForURL((at) => !at.pathname.includes("/users/sign_out"));
  await settled();
  await go("/bridge_bank/dashboard");
  if (page.url() !== `${url}/users/sign_in`) throw new Error(`After the log-out: ${page.url()}`);
}
