// The bridge behind a plain HTTP server, as Netlify's bootstrap stands before a function: `node serve.mjs '<bundle>'`.

import { createServer } from "node:http";
import { Readable } from "node:stream";
import { inherited } from "../../../netlify/runtime/bundle.mjs";
import { PythonInstance } from "../../../netlify/runtime/python-instance.mjs";
import { serve } from "../../../netlify/runtime/serve.mjs";

const given = JSON.parse(process.argv[2]);
const instance = new PythonInstance({ ...given, environment: { ...inherited(process.env), ...given.environment } });
instance.start();

const server = createServer(async (incoming, outgoing) => {
  Object.assign(process.env, JSON.parse(incoming.headers["x-test-environment"] ?? "{}")); // as Netlify does
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const body = ["GET", "HEAD"].includes(incoming.method) ? null : Readable.toWeb(incoming);
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]));
  const request = new Request(url, { method: incoming.method, headers, body, duplex: "half" });
  const response = await serve(instance, request);
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.flushHeaders();
  if (!response.body) return outgoing.end();
  const reader = response.body.getReader();
  outgoing.on("close", () => reader.cancel().catch(() => {}));
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) outgoing.write(read.value);
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
});
Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 60_000 });
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
