import type {
  V1LabelSelector,
  V1MutatingWebhook,
  V1MutatingWebhookConfiguration,
} from '@kubernetes/client-node';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  NAMESPACE_NAME_LABEL,
  namespaceSelector,
} from '../../../resources/kubernetes';
import type { PreflightCheck } from '../../PreflightCheck';
import { areApart, requirementsOf, selects } from './selectors';

/** The name of the webhook of every injector. Source: the chart, `injector-mutating-webhook.yaml`. */
const WEBHOOK = 'vault.hashicorp.com';

type Chosen = Pick<V1MutatingWebhook, 'namespaceSelector' | 'objectSelector'>;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function selectorAt(
  values: unknown,
  name: string,
): V1LabelSelector | undefined {
  const found = isMap(values) ? values[name] : undefined;
  return isMap(found) ? found : undefined;
}

/** What this release's webhook will choose: as the spec says, or as its chart values do. */
function ownChoice(spec: VaultClusterSpec): Chosen {
  const { injector } = spec.values;
  const webhook = isMap(injector) ? injector.webhook : undefined;
  const given = (name: 'namespaceSelector' | 'objectSelector') =>
    selectorAt(webhook, name) ?? selectorAt(injector, name);
  return {
    namespaceSelector: namespaceSelector(spec) ?? given('namespaceSelector'),
    objectSelector: given('objectSelector'),
  };
}

const named = ({ namespaceSelector: selector }: Chosen) =>
  requirementsOf(selector).find(
    ({ key, operator }) => key === NAMESPACE_NAME_LABEL && operator === 'In',
  )?.values;

/** For a person: the namespaces in which both would be asked. */
function sharedNamespaces(own: Chosen, other: Chosen): string {
  const names = (named(own) ?? named(other) ?? []).filter(name =>
    [own, other].every(({ namespaceSelector: selector }) =>
      requirementsOf(selector)
        .filter(({ key }) => key === NAMESPACE_NAME_LABEL)
        .every(one =>
          selects(
            { matchExpressions: [one] },
            { [NAMESPACE_NAME_LABEL]: name },
          ),
        ),
    ),
  );
  return names.length > 0
    ? `namespace ${names.join(', ')}`
    : 'the same namespaces';
}

/** No other Vault's injector is asked about the pods of which this one's is: the first would serve them, whoever they meant. */
export const otherInjectors: PreflightCheck = {
  subject: 'the injectors of other Vaults',
  asks: 'kubernetes',
  async run({ spec, names, kubernetes, signal }) {
    if (!spec.injector.enabled) {
      return [];
    }
    const own = ownChoice(spec);
    const found = await kubernetes.list<V1MutatingWebhookConfiguration>(
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
      },
      { signal },
    );
    const isOwn = ({ metadata }: V1MutatingWebhookConfiguration) =>
      metadata?.name === `${names.fullname}-agent-injector-cfg`;
    const others = found
      .filter(configuration => !isOwn(configuration))
      .flatMap(({ metadata, webhooks = [] }) =>
        webhooks
          .filter(({ name }) => name === WEBHOOK)
          .filter(
            other =>
              !areApart(own.namespaceSelector, other.namespaceSelector) &&
              !areApart(own.objectSelector, other.objectSelector),
          )
          .map(
            other =>
              `${metadata?.name} of ${
                other.clientConfig.service?.namespace ?? 'another Vault'
              } (${sharedNamespaces(own, other)})`,
          ),
      );
    return others.length === 0
      ? []
      : [
          {
            id: 'injectors-overlap',
            // Of two that run already, one must be let through to step aside first.
            severity: found.some(isOwn) ? 'warning' : 'error',
            what: `The injector of another Vault serves the same pods: ${others.join(
              ', ',
            )}.`,
            why: 'Of two injectors the one that is asked first serves a pod, so that an application may log in to the wrong Vault.',
            fix: 'Give this Vault `injector.namespaces` and the other one `injector.exceptNamespaces` with the same names and the namespace of this Vault, the other one first (of a Vault by other means: `injector.webhook.namespaceSelector` of its chart); or set `injector.enabled: false` here.',
          },
        ];
  },
};
