import { expect, test } from "@jest/globals";
import { writeWhole } from "../../../runtime/src/logs/sink.ts";

const full = () => Object.assign(new Error("full"), { code: "EAGAIN" });
const gone = () => Object.assign(new Error("gone"), { code: "EPIPE" });

/** Takes so many bytes at each call; where there is an error, throws it. */
function pipe(...answers: (number | Error)[]) {
  const offsets: number[] = [];
  const write = (from: number) => {
    offsets.push(from);
    const answer = answers.shift()!;
    if (typeof answer !== "number") throw answer;
    return answer;
  };
  return { offsets, write };
}

test("a process that ends writes its last lines whole, though they do not fit into the pipe at once", () => {
  const { offsets, write } = pipe(3, full(), full(), 2);
  writeWhole(Buffer.from("12345"), write);
  expect(offsets).toEqual([0, 3, 3, 3]);
});

test("nothing more is written where nobody reads", () => {
  const { offsets, write } = pipe(3, gone());
  writeWhole(Buffer.from("12345"), write);
  expect(offsets).toEqual([0, 3]);
});

test("a pipe that stays full is given up", () => {
  writeWhole(Buffer.from("12345"), () => {
    throw full();
  });
});
