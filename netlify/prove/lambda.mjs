// AWS Lambda's side of a Netlify function, on loopback: `node --input-type=module -e <this file> <entry point>`.
// It loads the unzipped artefact's handler as the Node runtime does and hands it each HTTP request in Netlify's event.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const LIMIT_MS = 60_000;

globalThis.awslambda = {
  streamifyResponse: (handler) => handler,
  HttpResponseStream: {
    from(stream, { statusCode, headers = {}, multiValueHeaders = {} }) {
      stream.writeHead(statusCode, { ...headers, ...multiValueHeaders });
      stream.flushHeaders();
      return stream;
    },
  },
};

const { handler } = await import(pathToFileURL(process.argv[1]));

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const deadline = Date.now() + LIMIT_MS;
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => deadline - Date.now() };
  const event = {
    rawUrl: `http://${request.headers.host}${request.url}`,
    httpMethod: request.method,
    headers: request.headers,
    body: chunks.length ? Buffer.concat(chunks).toString("base64") : null,
    isBase64Encoded: true,
    flags: {},
    invocationMetadata: {},
  };
  try {
    await handler(event, response, context);
  } catch (error) {
    console.error(error);
    response.destroy();
  }
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
