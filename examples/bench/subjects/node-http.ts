import { createServer } from "node:http";

/** The limit for anything on Node: a constant JSON answer from `node:http` itself. */
const body = JSON.stringify({ message: "hello" });

createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");
