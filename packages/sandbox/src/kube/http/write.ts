import type { KubeObject } from '../../kubelet/PodHost';
import { admitByWebhooks } from '../admission/webhooks/admitByWebhooks';
import { ApiError, badRequest, forbidden, notFound } from '../api/ApiError';
import { isObject, JsonObject, numberOf, objectOf, textOf } from '../api/json';
import { answerReview } from '../auth/reviews';
import { trackUpdate } from '../patch/managedFields';
import type { DeleteOptions } from '../store/deletion';
import type { WriteOptions } from '../store/Registry';
import { checkApproval } from './approval';
import type { Call } from './KubeApi';
import { objectFromBody } from './objectFromBody';
import { selectionOf } from './read';

/** What to send back after a write. */
export interface WriteAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly warnings?: readonly string[];
}

/** The name under which a client's changes are noted. */
export function managerName({ info, request }: Call): string {
  return (
    info.query.get('fieldManager') ||
    (request.headers['user-agent'] ?? '').split('/')[0] ||
    'unknown'
  );
}

/** How an ordinary write by this caller goes into the registry. */
export function writeOptions(call: Call): WriteOptions {
  const { api, info, user } = call;
  return {
    user,
    dryRun: isDryRun(call),
    subresource: info.subresource,
    trackFields: (next, previous) =>
      trackUpdate({
        schemas: api.schemas,
        resource: info.type,
        manager: {
          manager: managerName(call),
          operation: 'Update',
          subresource: info.subresource,
        },
        next,
        previous,
      }),
  };
}

/** Whether the write is only a rehearsal. */
export function isDryRun({ info }: Pick<Call, 'info'>): boolean {
  const values = info.query.getAll('dryRun');
  if (values.some(value => value !== 'All')) {
    throw new ApiError(
      422,
      'Invalid',
      ` "" is invalid: dryRun: Unsupported value: ${JSON.stringify(
        values,
      )}: supported values: "All"`,
    );
  }
  return values.length > 0;
}

/** Answers a POST to a collection. */
export async function createFromRequest(
  call: Call,
  body: unknown,
): Promise<WriteAnswer> {
  const { api, info, user } = call;
  const { object, warnings } = objectFromBody(call, body);
  if (info.type.review) {
    const answer = await answerReview(info.type, object, user, api);
    const { name: _, ...metadata } = answer.metadata;
    return { status: 201, body: { ...answer, metadata }, warnings };
  }
  const created = api.registry.createObject(
    info.type,
    await admitByWebhooks(
      {
        store: api.registry,
        podHost: api.podHost(),
        type: info.type,
        user,
        dryRun: isDryRun(call),
      },
      object,
    ),
    writeOptions(call),
  );
  return { status: 201, body: created, warnings };
}

/** Answers a PUT of an object or of its status. */
export function updateFromRequest(
  call: Call & { readonly info: { readonly name: string } },
  body: unknown,
): WriteAnswer {
  const { api, info } = call;
  const { object, warnings } = objectFromBody(call, body);
  checkApproval(call, info.name);
  const present = api.registry.table.get(info.type, info.namespace, info.name);
  if (!present && !info.subresource) {
    if (object.metadata.uid || object.metadata.resourceVersion) {
      throw notFound(info.type, info.name);
    }
    // A PUT to a name that is free makes the object, for the kinds that allow it.
    const created = api.registry.createObject(
      info.type,
      object,
      writeOptions(call),
    );
    return { status: 201, body: created, warnings };
  }
  const updated = api.registry.updateObject(
    info.type,
    info.namespace,
    info.name,
    () => object,
    writeOptions(call),
  );
  return { status: 200, body: updated, warnings };
}

/** Reads `DeleteOptions` out of the body and the query. */
export function deleteOptionsOf(
  { info }: Pick<Call, 'info'>,
  body: unknown,
): DeleteOptions & { readonly dryRun: boolean } {
  const options = objectOf(body);
  const seconds = info.query.get('gracePeriodSeconds');
  const preconditions = isObject(options.preconditions)
    ? {
        uid: textOf(options.preconditions.uid),
        resourceVersion: textOf(options.preconditions.resourceVersion),
      }
    : undefined;
  const rehearsal =
    Array.isArray(options.dryRun) && options.dryRun.includes('All');
  return {
    gracePeriodSeconds:
      numberOf(options.gracePeriodSeconds) ??
      (seconds === null ? undefined : Number(seconds)),
    propagationPolicy:
      textOf(options.propagationPolicy) ??
      info.query.get('propagationPolicy') ??
      undefined,
    preconditions,
    dryRun: isDryRun({ info }) || rehearsal,
  };
}

/** Answers a DELETE of one object. */
export function deleteFromRequest(
  call: Call & { readonly info: { readonly name: string } },
  body: unknown,
): WriteAnswer {
  const { api, info } = call;
  refuseProtected(call, info.name);
  const { object, removed } = api.registry.deleteObject(
    info.type,
    info.namespace,
    info.name,
    deleteOptionsOf(call, body),
  );
  return {
    status: 200,
    body:
      removed && info.type.plural !== 'pods' ? success(call, object) : object,
  };
}

function success({ info }: Pick<Call, 'info'>, object: KubeObject): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(info.type.group ? { group: info.type.group } : {}),
      kind: info.type.plural,
      uid: object.metadata.uid,
    },
  };
}

const PROTECTED_NAMESPACES = ['default', 'kube-system', 'kube-public'];

function refuseProtected({ info }: Pick<Call, 'info'>, name: string): void {
  if (info.type.plural !== 'namespaces') return;
  if (!PROTECTED_NAMESPACES.includes(name)) return;
  throw forbidden(info.type, name, 'this namespace may not be deleted');
}

/** Answers a DELETE of a collection. */
export function deleteCollection(call: Call, body: unknown): WriteAnswer {
  const { api, info } = call;
  if (info.type.namespaced && !info.namespace) {
    throw badRequest('a namespace is required to delete a collection');
  }
  const selects = selectionOf(info);
  const options = deleteOptionsOf(call, body);
  const items = api.registry.table
    .list(info.type, info.namespace)
    .filter(selects)
    .map(
      ({ metadata }) =>
        api.registry.deleteObject(
          info.type,
          metadata.namespace,
          metadata.name,
          options,
        ).object,
    );
  return {
    status: 200,
    body: {
      kind: `${info.type.kind}List`,
      apiVersion: info.type.group
        ? `${info.type.group}/${info.type.version}`
        : info.type.version,
      metadata: { resourceVersion: String(api.registry.table.revision) },
      items,
    },
  };
}
