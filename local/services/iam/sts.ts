import { checkForm, formResponse, readForm } from "../../http/query-protocol.ts";
import { AwsError, type Service } from "../../service.ts";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** The only action of STS that is implemented. */
export const STS_ACTION = "GetCallerIdentity";

/** Creates STS, which tells who signed a request. */
export function createSts(): Service {
  return {
    name: "sts",
    protocol: "query",
    async handle(request) {
      const form = await readForm(request, "2011-06-15");
      const action = form.get("Action") ?? "";
      if (action !== STS_ACTION) {
        throw new AwsError(501, "NotImplemented", `The embedded STS does not implement ${action}`);
      }
      checkForm(form, []);
      const { arn, account } = request.principal;
      return formResponse(action, NAMESPACE, request.id, {
        Arn: arn,
        UserId: arn.split("/").slice(1).join(":"),
        Account: account,
      });
    },
  };
}
