import type { Adapter, Invocation } from "../events/adapter.ts";
import { tooLarge } from "../events/payload-limit.ts";
import { giveBackMemory } from "../http/body-memory.ts";
import { compressed } from "../http/compress.ts";
import { renderProblem } from "../http/problem-page.ts";
import { askServer } from "../server/ask-server.ts";
import { statusFailure } from "./error-statuses.ts";
import { HttpInvocation } from "./http-invocation.ts";
import type { RequestDeps } from "./request-deps.ts";

/**
 * Answers one HTTP invocation: turns the event into a request, asks the rack server and turns its response into a
 * result. Logs the request's first and last line.
 * @throws Error if the answer's status is one that fails the invocation
 */
export async function answerHttp<Event>(
  adapter: Adapter<Event>,
  event: Event,
  invocation: Invocation,
  deps: RequestDeps,
): Promise<unknown> {
  const asked = new HttpInvocation(adapter, event, invocation, deps);
  const answer = await asked.answer((...request) => askServer(...request, deps));
  let response = asked.finish(compressed(asked, answer));
  let result = adapter.toResult(event, response);
  const problem = tooLarge(result, response, adapter.limit);
  if (problem) {
    deps.output.write(`megamode: ${problem.title}. ${problem.detail}\n`);
    response = renderProblem(problem, asked.headers);
    result = adapter.toResult(event, response);
  }
  asked.completed(response.status, response.body.length);
  // The result is text of its own.
  giveBackMemory(answer.body);
  if (deps.failsInvocation(response.status)) throw statusFailure(response.status);
  return result;
}
