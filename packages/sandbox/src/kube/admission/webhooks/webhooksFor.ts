import type { KubeObject } from '../../../kubelet/PodHost';
import { at, JsonObject, objectsOf, stringsOf, textOf } from '../../api/json';
import { apiVersionOf, type ResourceType } from '../../api/resources';
import { selectsLabels } from '../../store/selectors';
import type { WriteContext } from '../Strategy';

function chosen(list: unknown, value: string): boolean {
  const items = stringsOf(list);
  return items.includes('*') || items.includes(value);
}

/** An absent selector, as an empty one, lets everything through. */
function passes(selector: unknown, labels: Record<string, string>): boolean {
  return selector === undefined || selectsLabels(selector, labels);
}

/** The mutating webhooks that want to see this object made, in the order in which they are asked. */
export function webhooksFor(
  type: ResourceType,
  object: KubeObject,
  { store }: Pick<WriteContext, 'store'>,
): JsonObject[] {
  const namespace = store.get(
    '',
    'namespaces',
    undefined,
    object.metadata.namespace ?? '',
  );
  return store
    .list('admissionregistration.k8s.io', 'mutatingwebhookconfigurations')
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .flatMap(configuration => objectsOf(configuration.webhooks))
    .filter(webhook =>
      objectsOf(webhook.rules).some(
        rule =>
          chosen(rule.operations, 'CREATE') &&
          chosen(rule.apiGroups, type.group) &&
          chosen(
            rule.apiVersions,
            apiVersionOf(type).split('/').at(-1) ?? '',
          ) &&
          chosen(rule.resources, type.plural),
      ),
    )
    .filter(
      webhook =>
        passes(webhook.objectSelector, object.metadata.labels ?? {}) &&
        passes(webhook.namespaceSelector, namespace?.metadata.labels ?? {}),
    )
    .filter(webhook => textOf(at(webhook, 'clientConfig', 'service', 'name')));
}
