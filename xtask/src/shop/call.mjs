// One HTTP call: arguments are method and URL, the body comes on standard input, the operator's secret in the
// environment. Prints the status, a line feed, and the body as it came.
import { buffer } from "node:stream/consumers";

const [method, url, origin] = process.argv.slice(1);
const headers = {};
if (process.env.PARLEY_OPERATOR_SECRET) headers.authorization = `Bearer ${process.env.PARLEY_OPERATOR_SECRET}`;
if (origin) headers.origin = origin;
const body = method === "GET" ? undefined : await buffer(process.stdin);
try {
  const answer = await fetch(url, { method, headers, body, redirect: "error" });
  process.stdout.write(`${answer.status}\n`);
  process.stdout.write(Buffer.from(await answer.arrayBuffer()));
} catch (error) {
  process.stderr.write(`${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
