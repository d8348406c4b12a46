import type {
  KubernetesObject,
  V1ClusterRoleBinding,
} from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { injectorValues } from '../values/injectorValues';
import { serverConfig } from '../values/serverConfig';
import { serverValues } from '../values/serverValues';
import { uiValues } from '../values/uiValues';
import type { ChartWiring } from '../values/Wiring';

const variables = (values: Readonly<Record<string, string | undefined>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** What matters of the objects that the official chart 0.34.1 renders from our values. */
export function renderedVault(
  wiring: ChartWiring,
): readonly KubernetesObject[] {
  const { spec, names } = wiring;
  const { namespace } = spec;
  const { fullname, serviceAccount } = names;
  const server = serverValues(wiring);
  const injector = injectorValues(wiring);
  const ui = uiValues(wiring);
  const labels = {
    'app.kubernetes.io/instance': spec.release,
    'app.kubernetes.io/managed-by': 'Helm',
  };
  const object = (
    [apiVersion, kind]: readonly [string, string],
    name: string,
    rest: object = {},
  ) => ({
    apiVersion,
    kind,
    metadata: { name, namespace, labels },
    ...rest,
  });
  const service = (suffix: string, spec_: object = {}) =>
    object(['v1', 'Service'], `${fullname}${suffix}`, {
      spec: {
        ports: [{ name: 'https', port: 8200, targetPort: 8200 }],
        ...spec_,
      },
    });
  const tokenReviews: V1ClusterRoleBinding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `${fullname}-server-binding`, labels },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'system:auth-delegator',
    },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
  };
  return [
    object(['v1', 'ServiceAccount'], serviceAccount, {
      metadata: {
        ...{ name: serviceAccount, namespace },
        annotations: server.serviceAccount.annotations,
      },
    }),
    object(['v1', 'ConfigMap'], `${fullname}-config`, {
      data: {
        'extraconfig-from-values.hcl': `${serverConfig(
          wiring,
        )}\ndisable_mlock = true`,
      },
    }),
    tokenReviews,
    ...['', '-active', '-standby', '-internal'].map(suffix => service(suffix)),
    object(['v1', 'Service'], `${fullname}-ui`, {
      metadata: {
        ...{ name: `${fullname}-ui`, namespace },
        annotations: 'annotations' in ui ? ui.annotations : undefined,
      },
      spec: {
        type: ui.serviceType,
        loadBalancerSourceRanges:
          'loadBalancerSourceRanges' in ui
            ? ui.loadBalancerSourceRanges
            : undefined,
      },
    }),
    ...(spec.networkPolicy.enabled
      ? [
          object(['networking.k8s.io/v1', 'NetworkPolicy'], fullname, {
            spec: {
              podSelector: { matchLabels: labels },
              ...server.networkPolicy,
            },
          }),
        ]
      : []),
    ...(injector.enabled
      ? [
          object(['apps/v1', 'Deployment'], `${fullname}-agent-injector`, {
            spec: {
              replicas: injector.replicas,
              template: {
                spec: {
                  containers: [
                    {
                      name: 'sidecar-injector',
                      env: variables({
                        AGENT_INJECT_VAULT_ADDR: `https://${fullname}.${namespace}.svc:8200`,
                        ...injector.extraEnvironmentVars,
                      }),
                    },
                  ],
                },
              },
            },
          }),
        ]
      : []),
    object(['apps/v1', 'StatefulSet'], fullname, {
      spec: {
        replicas: spec.replicas,
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'OnDelete' },
        template: {
          spec: {
            serviceAccountName: serviceAccount,
            securityContext: { runAsNonRoot: true, runAsUser: 100 },
            containers: [
              {
                name: 'vault',
                args: ['vault server -config=/tmp/storageconfig.hcl'],
                securityContext: { allowPrivilegeEscalation: false },
                env: variables({
                  VAULT_ADDR: 'https://127.0.0.1:8200',
                  VAULT_API_ADDR: 'https://$(POD_IP):8200',
                  VAULT_CLUSTER_ADDR: `https://$(HOSTNAME).${fullname}-internal:8201`,
                  ...server.extraEnvironmentVars,
                }),
                ports: [{ name: 'https', containerPort: 8200 }],
                volumeMounts: [{ name: 'audit', mountPath: '/vault/audit' }],
              },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: 'audit' },
            spec: {
              storageClassName: wiring.storageClass,
              resources: { requests: { storage: spec.audit.size } },
            },
          },
        ],
      },
    }),
  ];
}

/** As helm writes them. */
export const manifestOf = (objects: readonly KubernetesObject[]) =>
  objects.map(o => `---\n# Source: vault\n${stringify(o)}`).join('');
