import type { IncomingMessage } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { ApiError, badRequest } from '../api/ApiError';
import { decodeObject } from '../protobuf/decode';

const LIMIT = 3 * 1024 * 1024;

/** The media type of a request, without parameters. */
export function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0].trim();
}

/** Reads the whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** Reads the whole body; refuses one that the real server would find too large. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LIMIT) {
      throw new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${LIMIT}`,
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Reads the body as JSON, YAML or Protobuf; `undefined` when there is none. */
export async function readObject(request: IncomingMessage): Promise<unknown> {
  const type = mediaTypeOf(request);
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  if (type === 'application/vnd.kubernetes.protobuf')
    return decodeObject(bytes);
  return parseText(bytes.toString('utf8'), type.endsWith('yaml'));
}

/** Parses text that came as JSON or YAML. */
export function parseText(text: string, yaml: boolean): unknown {
  try {
    return yaml && !text.startsWith('{') ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type application/json): ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}
