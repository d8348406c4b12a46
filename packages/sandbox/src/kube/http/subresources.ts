import type { KubeObject } from '../../kubelet/PodHost';
import {
  ApiError,
  badRequest,
  methodNotAllowed,
  notFound,
} from '../api/ApiError';
import {
  at,
  childOf,
  JsonObject,
  numberOf,
  objectOf,
  stringMapOf,
  stringsOf,
  textOf,
} from '../api/json';
import { isKubeObject } from '../api/objects';
import { knownResource } from '../api/resources';
import { selectsLabels } from '../store/selectors';
import { mediaTypeOf, parseText } from './body';
import type { Call } from './KubeApi';
import { patcherFor } from './patch';
import { deleteOptionsOf, isDryRun, WriteAnswer, writeOptions } from './write';

type NamedCall = Call & { readonly info: { readonly name: string } };

/** Answers TokenRequest. */
export async function requestToken(
  { api, info }: NamedCall,
  body: unknown,
): Promise<WriteAnswer> {
  const spec = objectOf(at(body, 'spec'));
  const account = api.registry.table.get(info.type, info.namespace, info.name);
  if (!account) throw notFound(info.type, info.name);
  const seconds = numberOf(spec.expirationSeconds) ?? 3600;
  if (seconds < 600) {
    throw new ApiError(
      422,
      'Invalid',
      `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${seconds}: may not specify a duration less than 10 minutes`,
    );
  }
  const given = stringsOf(spec.audiences);
  const audiences = given.length > 0 ? given : [api.tokens.defaultAudience];
  const { token, expiresAt } = await api.tokens.issue({
    namespace: info.namespace ?? '',
    serviceAccount: info.name,
    audiences,
    expirationSeconds: seconds,
    pod: boundPod(
      api.registry.table.get(
        knownResource('', 'pods'),
        info.namespace,
        textOf(at(spec, 'boundObjectRef', 'name')) ?? '',
      ),
    ),
  });
  return {
    status: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {
        name: info.name,
        namespace: info.namespace,
        uid: account.metadata.uid,
        creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      },
      spec: {
        audiences,
        expirationSeconds: seconds,
        boundObjectRef: spec.boundObjectRef ?? null,
      },
      status: {
        token,
        expirationTimestamp: expiresAt.toISOString().replace(/\.\d+Z$/, 'Z'),
      },
    },
  };
}

function boundPod(pod: KubeObject | undefined) {
  return pod && { name: pod.metadata.name, uid: pod.metadata.uid ?? '' };
}

/** Answers an eviction: a delete that a disruption budget may refuse. */
export function evict(call: NamedCall, body: unknown): WriteAnswer {
  const { api, info } = call;
  const { registry } = api;
  const pod = registry.table.get(info.type, info.namespace, info.name);
  if (!pod) throw notFound(info.type, info.name);
  const budgets = registry
    .list('policy', 'poddisruptionbudgets', info.namespace)
    .filter(budget =>
      selectsLabels(at(budget, 'spec', 'selector'), pod.metadata.labels ?? {}),
    );
  const exhausted = budgets.find(
    budget => (numberOf(at(budget, 'status', 'disruptionsAllowed')) ?? 0) < 1,
  );
  if (exhausted) {
    throw new ApiError(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${
              exhausted.metadata.name
            } needs ${at(
              exhausted,
              'status',
              'desiredHealthy',
            )} healthy pods and has ${at(
              exhausted,
              'status',
              'currentHealthy',
            )} currently`,
          },
        ],
      },
    );
  }
  const options = deleteOptionsOf(call, at(body, 'deleteOptions'));
  registry.deleteObject(info.type, info.namespace, info.name, options);
  return {
    status: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' },
  };
}

/** The Scale of a workload. */
function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const selector = stringMapOf(at(object, 'spec', 'selector', 'matchLabels'));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberOf(at(object, 'spec', 'replicas')) ?? 0 },
    status: {
      replicas: numberOf(at(object, 'status', 'replicas')) ?? 0,
      selector: Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

/** Answers GET, PUT and PATCH of a workload's scale. */
export function scale(call: NamedCall, text: string): WriteAnswer {
  const { api, info, request } = call;
  const { table } = api.registry;
  const object = table.get(info.type, info.namespace, info.name);
  if (!object) throw notFound(info.type, info.name);
  const current = scaleOf(object);
  if (info.method === 'GET') return { status: 200, body: current };
  const wanted = wantedScale(call, current, text, mediaTypeOf(request));
  const replicas = numberOf(at(wanted, 'spec', 'replicas'));
  if (replicas === undefined || replicas < 0) {
    throw badRequest('spec.replicas must be zero or more');
  }
  const expected = textOf(at(wanted, 'metadata', 'resourceVersion'));
  const updated = api.registry.updateObject(
    info.type,
    info.namespace,
    info.name,
    live => {
      childOf(live, 'spec').replicas = replicas;
      if (expected) live.metadata.resourceVersion = expected;
      return live;
    },
    { ...writeOptions(call), dryRun: isDryRun(call) },
  );
  return { status: 200, body: scaleOf(updated) };
}

function wantedScale(
  call: NamedCall,
  current: JsonObject,
  text: string,
  mediaType: string,
): unknown {
  const parsed = parseText(text, false);
  if (call.info.method === 'PUT') return parsed;
  if (call.info.method !== 'PATCH') throw methodNotAllowed();
  if (!isKubeObject(current)) throw badRequest('no scale');
  return patcherFor(mediaType, call, parsed)(current);
}
