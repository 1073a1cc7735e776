import type { Visit } from "../try/visit.ts";

/** It is an API, which has no first page: its answer is an empty one. And it refuses whoever has no right token. */
export const known = [
  /^GET \/(\w+\/)?: 404$/,
  /^GET \S*\/api\/user: 401$/,
  /page\.goto: net::ERR_HTTP_RESPONSE_CODE_FAILURE at \S+\/\s/,
];

/**
 * A RealWorld API with JSON Web Tokens (github.com/pandaFive/conduit-api): pages of any host may ask it (CORS), a user
 * is registered and logs in, writes an article with tags, marks and changes it, is refused with a wrong token, and
 * deletes the article; all by scripts of a page.
 */
export default async function smoke({ page, url, go }: Visit): Promise<void> {
  const name = `smoke${Date.now()}`;
  const user = { username: name, email: `${name}@example.com`, password: "correct horse" };
  let token = "";
  const ask = async (method: string, path: string, data?: unknown, status = 200) => {
    const answer = await page.evaluate(
      async ([at, how, body, authorization]) => {
        const headers: Record<string, string> = { "Content-Type": "application/json" };
        if (authorization) headers.Authorization = `Token ${authorization}`;
        const response = await fetch(at, { method: how, headers, ...(body && { body }) });
        const text = await response.text();
        return { status: response.status, text };
      },
      [url + path, method, data ? JSON.stringify(data) : "", token] as const,
    );
    if (answer.status !== status)
      throw new Error(`${method} ${path} is ${answer.status}: ${answer.text}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
  };
  const first = await go("/api/tags");
  if (first !== 200) throw new Error(`/api/tags is ${first}`);
  const asked = await page.request.fetch(`${url}/api/articles`, {
    method: "OPTIONS",
    headers: { Origin: "https://front.example", "Access-Control-Request-Method": "POST" },
  });
  const allowed = asked.headers()["access-control-allow-origin"];
  if (allowed !== "*") throw new Error(`Other hosts' pages may not ask: ${allowed}`);
  await ask("GET", "/api/user", undefined, 401);
  await ask("POST", "/api/users", { user });
  ({
    user: { token },
  } = await ask("POST", "/api/users/login", { user }));
  const { user: current } = await ask("GET", "/api/user");
  if (current.username !== name) throw new Error(`Logged in as ${current.username}`);

  const { article } = await ask("POST", "/api/articles", {
    article: { title: `Brücken ${name}`, description: "d", body: "b", tagList: [name, "köln"] },
  });
  const at = `/api/articles/${encodeURIComponent(article.slug)}`;
  const { tags } = await ask("GET", "/api/tags");
  if (!tags.includes(name)) throw new Error(`Tags: ${tags}`);
  const marked = await ask("POST", `${at}/favorite`);
  if (marked.article.favoritesCount !== 1) throw new Error(JSON.stringify(marked));
  await ask("DELETE", `${at}/favorite`);
  await ask("PUT", at, { article: { body: "Changed" } });
  const { article: read } = await ask("GET", at);
  if (read.body !== "Changed") throw new Error(JSON.stringify(read));
  await ask("GET", `/api/articles?author=${name}`);
  await ask("PUT", "/api/user", { user: { ...user, username: `${name}x` } });
  const right = token;
  token = `${right.slice(0, -2)}xx`;
  await ask("GET", "/api/user", undefined, 401);
  token = right;
  await ask("DELETE", at, undefined, 204);
}
