import { AwsError, type AwsRequest, type AwsResponse } from "../service.ts";
import { readBody } from "./body.ts";
import { rejectUnknownParameters } from "./fields.ts";
import { type XmlValue, xmlDocument } from "./xml.ts";

/** Reads the form of a query-protocol request. @param version the API's version, which the form must name */
export async function readForm(request: AwsRequest, version: string): Promise<URLSearchParams> {
  if (request.method !== "POST" || request.rawPath !== "/") {
    throw new AwsError(
      501,
      "NotImplemented",
      "The embedded AWS accepts the query protocol only as POST /",
    );
  }
  const form = new URLSearchParams((await readBody(request, 1024 * 1024)).toString("utf8"));
  if (form.get("Version") !== version) {
    throw new AwsError(
      400,
      "InvalidAction",
      `Could not find the version \`${form.get("Version") ?? ""}\``,
    );
  }
  return form;
}

/** Refuses parameters that the action does not know. @param lists names of parameters that are numbered lists */
export function checkForm(
  form: URLSearchParams,
  known: readonly string[],
  lists: readonly string[] = [],
): void {
  const plain = new URLSearchParams(
    [...form].filter(([name]) => !lists.some((list) => name.startsWith(`${list}.member.`))),
  );
  rejectUnknownParameters(plain, ["Action", "Version", ...known], "ValidationError");
}

/** Reads a parameter. @throws AwsError if it is missing */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === "") {
    throw new AwsError(400, "ValidationError", `The request must contain the parameter ${name}`);
  }
  return value;
}

/** Reads `Tags.member.1.Key=a&Tags.member.1.Value=b` as a map. */
export function tagsOf(form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (let index = 1; form.has(`Tags.member.${index}.Key`); index += 1) {
    tags[form.get(`Tags.member.${index}.Key`)!] = form.get(`Tags.member.${index}.Value`) ?? "";
  }
  return tags;
}

/** Writes a result in its envelope, such as `<CreateRoleResponse>`. */
export function formResponse(
  action: string,
  namespace: string,
  requestId: string,
  result: XmlValue | undefined,
): AwsResponse {
  const body = xmlDocument(
    `${action}Response`,
    { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } },
    namespace,
  );
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}
