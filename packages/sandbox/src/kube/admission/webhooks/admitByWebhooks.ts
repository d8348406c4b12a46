import { randomUUID } from 'node:crypto';
import { applyPatch, type Operation } from 'fast-json-patch';
import type { KubeObject, PodHost } from '../../../kubelet/PodHost';
import { ApiError } from '../../api/ApiError';
import { at, JsonObject, textOf } from '../../api/json';
import { copyOf, isKubeObject } from '../../api/objects';
import type { ResourceType } from '../../api/resources';
import type { UserInfo } from '../../auth/UserInfo';
import { admitServiceAccount } from '../serviceAccount';
import type { WriteContext } from '../Strategy';
import { callWebhook } from './callWebhook';
import { webhooksFor } from './webhooksFor';

/** What is made, by whom, and how the webhooks are reached. */
export interface Admission {
  readonly store: WriteContext['store'];
  readonly podHost: PodHost | undefined;
  readonly type: ResourceType;
  readonly user: Pick<UserInfo, 'username' | 'groups'>;
  readonly dryRun: boolean;
}

function reviewOf(
  { type, user, dryRun }: Admission,
  object: KubeObject,
): JsonObject {
  const { group, version, plural, kind } = type;
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: randomUUID(),
      kind: { group, version, kind },
      resource: { group, version, resource: plural },
      name: object.metadata.name,
      namespace: object.metadata.namespace,
      operation: 'CREATE',
      userInfo: { username: user.username, groups: user.groups },
      object,
      dryRun,
    },
  };
}

function patched(object: KubeObject, patch: string | undefined): KubeObject {
  if (!patch) return object;
  const operations: Operation[] = JSON.parse(
    Buffer.from(patch, 'base64').toString(),
  );
  const next: unknown = applyPatch(
    copyOf(object),
    operations,
    true,
    true,
  ).newDocument;
  if (!isKubeObject(next)) throw new Error('the patch leaves no object');
  return next;
}

/**
 * Sends a new pod through the mutating webhooks that ask for it. Only pods: the webhook of the load balancer controller
 * is imitated where Services are made.
 */
export async function admitByWebhooks(
  admission: Admission,
  object: KubeObject,
): Promise<KubeObject> {
  const { store, podHost, type } = admission;
  if (type.group !== '' || type.plural !== 'pods') return object;
  const webhooks = webhooksFor(type, object, { store });
  if (webhooks.length === 0) return object;
  let admitted = copyOf(object);
  // The service account's plugin comes before the webhooks: they see the token mounted.
  admitServiceAccount(admitted, { store });
  for (const webhook of webhooks) {
    const name = textOf(webhook.name) ?? '';
    try {
      const answer = await callWebhook(webhook, reviewOf(admission, admitted), {
        store,
        podHost,
      });
      if (at(answer, 'response', 'allowed') !== true) {
        const why = textOf(at(answer, 'response', 'status', 'message'));
        throw new ApiError(
          403,
          'Forbidden',
          `admission webhook "${name}" denied the request: ${
            why ?? 'no reason given'
          }`,
        );
      }
      admitted = patched(admitted, textOf(at(answer, 'response', 'patch')));
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (webhook.failurePolicy === 'Ignore') continue;
      throw new ApiError(
        500,
        'InternalError',
        `Internal error occurred: failed calling webhook "${name}": ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
  }
  return admitted;
}
