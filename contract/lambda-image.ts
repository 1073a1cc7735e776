/** What Lambda's image nodejs24.x shows to every process: for the embedded AWS's sandboxes, and for a preflight's jail. */

/** Its own Node.js, in PATH: gems such as ExecJS find it. */
export const LAMBDA_NODE = "/var/lang/bin/node";

/** Lambda's user. It is not root, and hardly anybody on another machine has its ids. */
export const LAMBDA_USER = { name: "sbx_user1051", uid: 993, gid: 990 } as const;

/** Open files that a process may have. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_OPEN_FILES = 1024;

/** What its hostname is replaced by. */
export const LAMBDA_HOSTNAME = "sandbox";

/**
 * Returns the files of /etc by name. Of Amazon Linux 2023's own os-release, lines that change with each build are left out.
 * https://docs.aws.amazon.com/linux/al2023/ug/naming-and-versioning.html
 * @param resolver text of `resolv.conf`; empty without a network
 * @param more ids that Lambda's user has too, where a jail cannot give it Lambda's own
 */
export function lambdaEtc(
  resolver: string,
  more: readonly { readonly uid: number; readonly gid: number }[] = [],
): Readonly<Record<string, string>> {
  const { name } = LAMBDA_USER;
  const users = [LAMBDA_USER, ...more];
  return {
    passwd: `root:x:0:0:root:/root:/bin/sh\n${users.map(({ uid, gid }) => `${name}:x:${uid}:${gid}::/home/${name}:/bin/sh\n`).join("")}`,
    group: `root:x:0:\n${users.map(({ gid }) => `${name}:x:${gid}:\n`).join("")}`,
    hosts: "127.0.0.1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "resolv.conf": resolver,
    "os-release": `NAME="Amazon Linux"
VERSION="2023"
ID="amzn"
ID_LIKE="fedora"
VERSION_ID="2023"
PLATFORM_ID="platform:al2023"
PRETTY_NAME="Amazon Linux 2023"
`,
    "system-release": "Amazon Linux release 2023 (Amazon Linux)\n",
  };
}
