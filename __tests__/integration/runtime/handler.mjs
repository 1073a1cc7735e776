// A sandbox of one invocation: loads the handler, invokes it with the event and prints the result as one line of JSON.
const { handler } = await import(process.argv[2]);
const context = {
  awsRequestId: "id",
  functionName: "f",
  functionVersion: "1",
  getRemainingTimeInMillis: () => 30_000,
};
const answer = await handler(JSON.parse(process.argv[3]), context).then(
  (result) => ({ result }),
  (error) => ({ error: error.message }),
);
console.log(JSON.stringify(answer));
process.exit(0);
