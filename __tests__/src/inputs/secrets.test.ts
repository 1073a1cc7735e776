import { describe, expect, test } from "@jest/globals";
import { secretValues } from "../../../src/inputs/secrets.ts";

describe("secret values", () => {
  test.each([
    ...["API_KEY", "session_secret", "TOKEN", "PASSWD", "db_password", "AWS_CREDENTIALS"],
    ...["apiKey", "APIKey", "API2KEY", "api-key", "TOKEN2", "SECRET_KEYS", "DB_SECRET_NAME"],
    ...["PGPASSWORD", "APIKEY", "CLIENTSECRET", "AUTHTOKEN", "MYSQL_PWD", "SMTP_PASS"],
  ])("are those of names such as %s", (name) =>
    expect(secretValues({ [name]: "planted" })).toEqual(["planted"]),
  );

  test.each([
    ...["TURNKEY_ENV", "MONKEY", "KEYCLOAK_REALM", "TOKENIZER_MODE", "SECRETARY", "PASSENGER_APP"],
    ...["HOST", "OLDPWD", "COMPASS_COLOR", "keyboardLayout"],
  ])("are not those of names such as %s", (name) =>
    expect(secretValues({ [name]: "production" })).toEqual([]),
  );

  test("are a private key, whatever its name is", () => {
    const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
    expect(secretValues({ JWT: key, CA: "-----BEGIN CERTIFICATE-----\nMIIE" })).toEqual([key]);
  });

  test("are a private key with escaped ends of lines as it will be read, too", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
    const oneLine = key.replaceAll("\n", "\\n");
    expect(secretValues({ JWT: oneLine })).toEqual([oneLine, key]);
    const json = JSON.stringify({ type: "service_account", key: `${key}\n` });
    expect(secretValues({ GOOGLE: json })).toEqual([json, key]);
  });

  test("are a URL with a password, and the password itself, decoded too", () => {
    const url = "postgres://u:s%40planted@db/x";
    const found = [url, ":s%40planted@", "s%40planted", "s@planted"];
    expect(secretValues({ URL: url })).toEqual(found);
    const json = `{"a":"${url}","b":1}`;
    expect(secretValues({ JSON: json, OTHER: `see <${url}>` })).toEqual(found);
    expect(secretValues({ DATABASE_KEY: json })).toEqual([json, ...found]);
  });

  test("include a password that is not percent-encoded, once", () => {
    const url = "redis://:100%sure@cache";
    expect(secretValues({ URL: url })).toEqual([url, ":100%sure@", "100%sure"]);
  });

  test.each([
    "https://example.com/a:b@c",
    "https://user@example.com",
    "a:b@c",
    "shop.example",
    "redis://u:@cache",
  ])("are not those such as %s", (value) => expect(secretValues({ HOST: value })).toEqual([]));
});
