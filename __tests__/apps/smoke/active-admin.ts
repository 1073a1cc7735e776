import type { Visit } from "../try/visit.ts";

const [EMAIL, PASSWORD] = ["admin@example.com", "password"];

/**
 * The demo of Active Admin (github.com/activeadmin/demo.activeadmin.info), with its seeds: its administrator is sent to
 * log in, comes to where that was asked for, and makes another administrator.
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
}
