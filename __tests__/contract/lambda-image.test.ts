import { expect, test } from "@jest/globals";
import { lambdaEtc } from "../../contract/lambda-image.ts";

test("Lambda's image names its user, its system and the resolver that it is given", () => {
  expect(lambdaEtc("nameserver 1\n")).toMatchObject({
    passwd: expect.stringContaining("\nsbx_user1051:x:993:990::/home/sbx_user1051:/bin/sh\n"),
    group: "root:x:0:\nsbx_user1051:x:990:\n",
    "os-release": expect.stringMatching(/^ID="amzn"$/m),
    "resolv.conf": "nameserver 1\n",
  });
});

test("its user has other ids too, where a jail cannot give it Lambda's", () => {
  const { passwd, group } = lambdaEtc("", [{ uid: 1001, gid: 127 }]);
  expect(passwd).toMatch(/^sbx_user1051:x:993:990:.*\nsbx_user1051:x:1001:127:/m);
  expect(group).toMatch(/^sbx_user1051:x:127:$/m);
});
