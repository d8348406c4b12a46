import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { at, JsonObject } from '../../../kube/api/json';
import { isKubeObject } from '../../../kube/api/objects';
import { injectAgent } from './injectAgent';

function answerTo(
  review: unknown,
  env: Readonly<Record<string, string>>,
): JsonObject {
  const pod = at(review, 'request', 'object');
  const uid = at(review, 'request', 'uid');
  try {
    if (!isKubeObject(pod)) throw new Error('the review holds no object');
    const patch = injectAgent(pod, env);
    if (patch.length === 0) return { uid, allowed: true };
    return {
      uid,
      allowed: true,
      patchType: 'JSONPatch',
      patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { uid, allowed: false, status: { message } };
  }
}

/** Answers the API server's AdmissionReview. */
export async function answerReview(
  request: IncomingMessage,
  response: ServerResponse,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const review = await json(request);
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: answerTo(review, env),
    }),
  );
}
