import type { KubeObject } from '../../kubelet/PodHost';
import {
  badRequest,
  forbidden,
  notFound,
  unsupportedMediaType,
} from '../api/ApiError';
import { isObject } from '../api/json';
import { isKubeObject } from '../api/objects';
import { jsonPatch } from '../patch/jsonPatch';
import { mergePatch } from '../patch/mergePatch';
import { serverSideApply } from '../patch/serverSideApply';
import { strategicMerge } from '../patch/strategicMerge';
import { checkApproval } from './approval';
import { mediaTypeOf, parseText } from './body';
import type { Call } from './KubeApi';
import { checkForm, objectFromBody } from './objectFromBody';
import { isOn } from './RequestInfo';
import { managerName, WriteAnswer, writeOptions } from './write';

type NamedCall = Call & { readonly info: { readonly name: string } };

const APPLY = 'application/apply-patch+yaml';

/** Answers a PATCH of any of the four kinds. */
export function patchFromRequest(call: NamedCall, text: string): WriteAnswer {
  const mediaType = mediaTypeOf(call.request);
  checkApproval(call, call.info.name);
  if (mediaType === APPLY) return apply(call, text);
  const { api, info } = call;
  const patch = parseText(text, false);
  const change = patcherFor(mediaType, call, patch);
  const warnings: string[] = [];
  const updated = api.registry.updateObject(
    info.type,
    info.namespace,
    info.name,
    current => {
      const patched = change(current);
      if (!isObject(patched)) throw badRequest('the patch leaves no object');
      warnings.push(...checkForm(call, patched));
      if (!isKubeObject(patched))
        throw badRequest('the patch leaves no object');
      return patched;
    },
    writeOptions(call),
  );
  return { status: 200, body: updated, warnings };
}

/** The function that applies a patch of this media type. */
export function patcherFor(
  mediaType: string,
  { api, info }: Pick<Call, 'api' | 'info'>,
  patch: unknown,
): (current: KubeObject) => unknown {
  switch (mediaType) {
    case 'application/merge-patch+json':
      return current => mergePatch(current, patch);
    case 'application/strategic-merge-patch+json':
      return current =>
        strategicMerge(
          api.schemas,
          api.schemas.typeOf(info.type),
          current,
          patch,
        );
    case 'application/json-patch+json':
      return current => jsonPatch(current, patch);
    default:
      throw unsupportedMediaType();
  }
}

function apply(call: NamedCall, text: string): WriteAnswer {
  const { api, info } = call;
  const { registry, schemas } = api;
  if (!info.query.get('fieldManager')) {
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const body = parseText(text, true);
  if (!isObject(body)) throw badRequest('the patch is no object');
  const { metadata } = body;
  const applied = {
    ...body,
    apiVersion: String(body.apiVersion),
    kind: String(body.kind),
    metadata: { ...Object(metadata), name: info.name },
  };
  if (!isKubeObject(applied)) throw badRequest('metadata is required');
  const live = registry.table.get(info.type, info.namespace, info.name);
  const result = serverSideApply({
    schemas,
    resource: info.type,
    manager: {
      manager: managerName(call),
      operation: 'Apply',
      subresource: info.subresource,
    },
    force: isOn(info.query, 'force'),
    applied,
    live,
  });
  const options = {
    ...writeOptions(call),
    trackFields: (next: KubeObject) => result.track(next),
  };
  if (live) {
    const updated = registry.updateObject(
      info.type,
      info.namespace,
      info.name,
      () => result.object,
      options,
    );
    return { status: 200, body: updated };
  }
  if (info.subresource) throw notFound(info.type, info.name);
  refuseUnlessMayCreate(call);
  const { object } = objectFromBody({ api, info }, result.object);
  const created = registry.createObject(info.type, object, options);
  return { status: 201, body: created };
}

function refuseUnlessMayCreate({ api, user, info }: NamedCall): void {
  const allowed = api.authorizer.allows(user, {
    to: 'resource',
    verb: 'create',
    group: info.type.group,
    resource: info.type.plural,
    namespace: info.namespace,
    name: info.name,
  });
  if (allowed) return;
  throw forbidden(
    info.type,
    info.name,
    `User ${JSON.stringify(user.username)} cannot create resource "${
      info.type.plural
    }" in API group "${info.type.group}"`,
  );
}
