import type {
  V1MutatingWebhookConfiguration,
  V1Namespace,
} from '@kubernetes/client-node';
import type { AppSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightCheck } from '../../PreflightCheck';
import { selects } from './selectors';

/** The injector of this Vault, where there is one, serves the pods of the application's namespace. */
export const appInjection = ({
  app,
}: {
  readonly app: AppSpec;
}): PreflightCheck => ({
  subject: `whether the injector serves namespace ${app.namespace}`,
  asks: 'kubernetes',
  optional: true,
  async run({ names, kubernetes, signal }) {
    const name = `${names.fullname}-agent-injector-cfg`;
    const [configuration, namespace] = await Promise.all([
      kubernetes.get<V1MutatingWebhookConfiguration>(
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'MutatingWebhookConfiguration',
          name,
        },
        { signal },
      ),
      kubernetes.get<V1Namespace>(
        { apiVersion: 'v1', kind: 'Namespace', name: app.namespace },
        { signal },
      ),
    ]);
    const webhooks = configuration?.webhooks ?? [];
    const labels = namespace?.metadata?.labels ?? {};
    return !namespace ||
      webhooks.length === 0 ||
      webhooks.some(webhook => selects(webhook.namespaceSelector, labels))
      ? []
      : [
          {
            id: 'app-namespace-not-injected',
            severity: 'warning',
            what: `The injector of this Vault does not serve namespace ${app.namespace}.`,
            why: `${name} leaves it out, so pods there get no files from this Vault, and perhaps those of another.`,
            fix: 'Run the deploy with the namespace in `injector.namespaces`, or without it in `injector.exceptNamespaces`; or let the application log in by itself.',
          },
        ];
  },
});
