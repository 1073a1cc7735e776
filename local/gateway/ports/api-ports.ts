import { listenAnywhere, listenOn } from "../../http/listen.ts";
import type { ApiPorts } from "../../services/apigateway/context.ts";
import type { RestApi } from "../../services/apigateway/model.ts";
import type { Records } from "../../state/records.ts";
import type { Backend } from "../answer.ts";
import type { Domain } from "../domains.ts";
import { type BothProtocols, createBothProtocols } from "./both-protocols.ts";
import type { Certificate } from "./certificate.ts";
import { apiIdOf, serve } from "./serve.ts";

/** The ports of all APIs. An API's id is its port, so that clients can find it by a URL template that contains the id. */
export interface ServedApis extends ApiPorts {
  /** Serves the domains, and the APIs of earlier starts, on their ports. */
  reopen(): Promise<void>;
  closeAll(): Promise<void>;
}

/** Creates the ports. @param domains whose keys are ports */
export function createApiPorts(
  apis: Records<RestApi>,
  domains: Pick<Records<Domain>, "get" | "keys">,
  certificate: Certificate,
  backend: Backend,
): ServedApis {
  const open = new Map<string, BothProtocols>();

  function createPort(): BothProtocols {
    return createBothProtocols(certificate, (request, response) => {
      serve(apis, domains, backend, request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  }

  return {
    async open() {
      const both = createPort();
      const port = await listenAnywhere(both.server);
      const id = apiIdOf(port);
      open.set(id, both);
      return id;
    },
    async close(id) {
      await open.get(id)?.close();
      open.delete(id);
    },
    async reopen() {
      for (const id of [...apis.keys(), ...domains.keys()]) {
        const both = createPort();
        await listenOn(both.server, Number(id));
        open.set(id, both);
      }
    },
    async closeAll() {
      await Promise.all([...open.values()].map((both) => both.close()));
      open.clear();
    },
  };
}
