import type { V1Namespace, V1ServiceAccount } from '@kubernetes/client-node';
import {
  AppSpec,
  Finding,
  NAMESPACE_OWNER_ANNOTATION,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { ownerOf } from '../../resources/kubernetes/ownership';
import type { PreflightCheck, PreflightContext } from '../PreflightCheck';

/** What the proof by a pod does in the namespace of the application. */
const POD_RIGHTS = [
  { resource: 'pods', verbs: ['create', 'get', 'list', 'delete'] },
  { resource: 'pods', subresource: 'log', verbs: ['get'] },
] as const;

async function lackingRights(
  { kubernetes, signal }: PreflightContext,
  namespace: string,
): Promise<readonly string[]> {
  const asked = POD_RIGHTS.flatMap(({ verbs, ...rest }) =>
    verbs.map(verb => ({ group: '', namespace, verb, ...rest })),
  );
  const allowed = await Promise.all(
    asked.map(right => kubernetes.can(right, { signal })),
  );
  return asked
    .filter((_, i) => !allowed[i])
    .map(({ verb, resource, ...rest }) =>
      'subresource' in rest
        ? `${verb} ${resource}/${rest.subresource}`
        : `${verb} ${resource}`,
    );
}

function foreign(
  namespace: V1Namespace,
  ownershipRefs: readonly string[],
): Finding[] {
  const owner = namespace.metadata?.annotations?.[NAMESPACE_OWNER_ANNOTATION];
  const refs = ownershipRefs.map(ref => ref.toLowerCase());
  return owner && !refs.includes(owner.toLowerCase())
    ? [
        {
          id: 'app-namespace-foreign',
          severity: 'error',
          what: `Namespace ${namespace.metadata?.name} belongs to ${owner}, and you are not of them.`,
          why: `Its annotation ${NAMESPACE_OWNER_ANNOTATION} says so.`,
          fix: `Ask ${owner} to bring the application in, or have the annotation changed by who runs the cluster.`,
        },
      ]
    : [];
}

/**
 * Whose tokens administer a Vault logs in to no other: that one's administrators could read the token there, and log in with it
 * where it came from.
 */
function ofAnotherVault(namespace: V1Namespace): Finding[] {
  const vault = ownerOf(namespace);
  return vault
    ? [
        {
          id: 'app-namespace-of-vault',
          severity: 'error',
          what: `Namespace ${namespace.metadata?.name} is that of the Vault ${vault}.`,
          why: 'Its service accounts administer that Vault, and what they log in to could log in as they do.',
          fix: 'Name the namespace of your application.',
        },
      ]
    : [];
}

/** The application's namespace and service account are there, they are the caller's, and the proof may run there. */
export const appNamespace = (options: {
  readonly app: AppSpec;
  /** Entity refs of the caller and of the groups that they belong to. */
  readonly ownershipRefs: readonly string[];
  readonly prove: boolean;
}): PreflightCheck => ({
  subject: `namespace ${options.app.namespace}`,
  asks: 'kubernetes',
  async run(ctx) {
    const { app, ownershipRefs, prove } = options;
    const { kubernetes, signal } = ctx;
    const { namespace, serviceAccount } = app;
    const found = await kubernetes.get<V1Namespace>(
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      { signal },
    );
    if (!found) {
      return [
        {
          id: 'app-namespace-absent',
          severity: 'error',
          what: `There is no namespace ${namespace}.`,
          why: 'A role for a namespace that does not exist would be for whoever makes it first.',
          fix: `Make it: kubectl create namespace ${namespace}`,
        },
      ];
    }
    const findings = [
      ...foreign(found, ownershipRefs),
      ...ofAnotherVault(found),
    ];
    const account = await kubernetes.get<V1ServiceAccount>(
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: serviceAccount,
        namespace,
      },
      { signal },
    );
    if (!account) {
      findings.push({
        id: 'app-service-account-absent',
        severity: prove ? 'error' : 'warning',
        what: `There is no service account ${namespace}/${serviceAccount}.`,
        why: 'Nobody can log in as it, so nothing can be proven.',
        fix: `Deploy your application, or make it: kubectl create serviceaccount ${serviceAccount} --namespace ${namespace}`,
      });
    }
    const lacking = prove ? await lackingRights(ctx, namespace) : [];
    if (lacking.length > 0) {
      findings.push({
        id: 'app-proof-denied',
        severity: 'error',
        what: `Not allowed in namespace ${namespace}: ${lacking.join(', ')}.`,
        why: "A short-lived pod of the application's own identity proves that it can log in.",
        fix: 'Allow it (docs/permissions/kubernetes-deploy.yaml), or set `prove: false`.',
      });
    }
    return findings;
  },
});

/** The application's namespace is the caller's, or gone. */
export const appNamespaceOwner = (options: {
  readonly app: AppSpec;
  readonly ownershipRefs: readonly string[];
}): PreflightCheck => ({
  subject: `namespace ${options.app.namespace}`,
  asks: 'kubernetes',
  async run({ kubernetes, signal }) {
    const found = await kubernetes.get<V1Namespace>(
      { apiVersion: 'v1', kind: 'Namespace', name: options.app.namespace },
      { signal },
    );
    return found ? foreign(found, options.ownershipRefs) : [];
  },
});
