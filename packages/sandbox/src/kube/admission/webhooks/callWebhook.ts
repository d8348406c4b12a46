import { request } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { serviceLookup } from '../../../kubelet/serviceLookup';
import type { PodHost } from '../../../kubelet/PodHost';
import { at, isObject, JsonObject, numberOf, textOf } from '../../api/json';
import type { WriteContext } from '../Strategy';

/** Of `admissionregistration.k8s.io/v1`. */
const DEFAULT_TIMEOUT_SECONDS = 10;

/** Sends a review to the Service that a webhook names, its certificate checked against the webhook's `caBundle`. */
export async function callWebhook(
  webhook: JsonObject,
  review: JsonObject,
  reach: {
    readonly store: WriteContext['store'];
    readonly podHost: PodHost | undefined;
  },
): Promise<JsonObject> {
  const service = at(webhook, 'clientConfig', 'service');
  const name = textOf(at(service, 'name')) ?? '';
  const namespace = textOf(at(service, 'namespace')) ?? '';
  const port = numberOf(at(service, 'port')) ?? 443;
  const target = serviceLookup(reach.store)(namespace, name, port);
  const pod = reach.store
    .list('', 'pods', namespace)
    .find(item => at(item, 'status', 'podIP') === target?.podIp);
  if (!target || !pod || !reach.podHost) {
    throw new Error(`no endpoints available for service "${name}"`);
  }
  const socket = await reach.podHost.connect(
    namespace,
    pod.metadata.name,
    target.port,
  );
  const host = `${name}.${namespace}.svc`;
  const secure = connectTls({
    socket,
    servername: host,
    ca: Buffer.from(
      textOf(at(webhook, 'clientConfig', 'caBundle')) ?? '',
      'base64',
    ),
  });
  const seconds = numberOf(webhook.timeoutSeconds) ?? DEFAULT_TIMEOUT_SECONDS;
  try {
    return await new Promise<JsonObject>((resolve, reject) => {
      secure.once('error', reject);
      const call = request(
        {
          createConnection: () => secure,
          host,
          method: 'POST',
          path: textOf(at(service, 'path')) ?? '/',
          headers: { 'content-type': 'application/json' },
          signal: AbortSignal.timeout(seconds * 1000),
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode !== 200) {
              reject(new Error(`status ${response.statusCode}: ${text}`));
              return;
            }
            const answer: unknown = JSON.parse(text);
            if (isObject(answer)) resolve(answer);
            else reject(new Error('the answer is no AdmissionReview'));
          });
        },
      );
      call.on('error', reject);
      call.end(JSON.stringify(review));
    });
  } finally {
    secure.destroy();
  }
}
