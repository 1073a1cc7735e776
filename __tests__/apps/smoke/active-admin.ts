import type { Visit } from "../try/visit.ts";

const [EMAIL, PASSWORD] = ["admin@example.com", "password"];

/**
 * The demo of Active Admin (github.com/activeadmin/demo.activeadmin.info), with its seeds: its administrator is sent to
 * log in, comes to where that was asked for, makes another administrator, finds, changes and deletes it by Rails UJS, and
 * logs out.
 */
export default async function smoke({ page, url, go, settled }: Visit): Promise<void> {
  const email = `smoke-${Date.now()}@example.com`;
  await go("/admin/admin_users");
  if (page.url() !== `${url}/admin/login`) throw new Error(`Without log-in: ${page.url()}`);
  await page.fill("#admin_user_email", EMAIL);
  await page.fill("#admin_user_password", PASSWORD);
  await page.click("input[type=submit]");
  await page.waitForURL(`${url}/admin/admin_users`); // Where the log-in was asked for.
  await settled();

  await go("/admin/admin_users/new");
  await page.fill("#admin_user_email", email);
  await page.fill("#admin_user_password", PASSWORD);
  await page.fill("#admin_user_password_confirmation", PASSWORD);
  await page.click("#admin_user_submit_action input, #admin_user_submit_action button");
  await page.waitForURL(/\/admin\/admin_users\/\d+$/);
  await page.getByText(email).first().waitFor();
  const made = page.url().slice(url.length);
  await settled();

  const status = await go(`/admin/admin_users?q%5Bemail_cont%5D=${email}&order=email_asc`);
  if (status !== 200) throw new Error(`The filter is ${status}`);
  await page.getByText(email).first().waitFor();
  await go(`${made}/edit`);
  await page.fill("#admin_user_email", `x${email}`);
  await page.fill("#admin_user_password", PASSWORD);
  await page.fill("#admin_user_password_confirmation", PASSWORD);
  await page.click("#admin_user_submit_action input, #admin_user_submit_action button");
  await page.getByText(`x${email}`).first().waitFor();
  await settled();

  page.on("dialog", (dialog) => dialog.accept());
  await go(made);
  await page.locator(`[data-method=delete][href$='${made}']`).first().click();
  await page.waitForURL(`${url}/admin/admin_users`);
  await settled();
  if ((await page.getByText(`x${email}`).count()) > 0) throw new Error("It is not deleted");
  // Its menu opens by a click only.
  await page.locator("[href$='/admin/logout']").first().dispatchEvent("click");
  await page.waitForURL(`${url}/admin/login`);
  await settled();
  await go("/admin");
  if (page.url() !== `${url}/admin/login`) throw new Error(`After the log-out: ${page.url()}`);
}
