import type {
  V1PersistentVolume,
  V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../connections/kubernetes';
import { serverSelector } from '../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from '../../engine/ManagedResource';

/** What deleting the volumes needs beyond a deploy's rights. */
const RIGHTS = [
  { group: '', resource: 'persistentvolumeclaims', verb: 'delete' },
  { group: '', resource: 'persistentvolumes', verb: 'patch' },
] as const;

/**
 * The volumes with the audit log. Kubernetes makes their claims for the StatefulSet and leaves them behind with it, so no
 * deploy makes or changes them: only a destroy knows them.
 */
export function auditVolumes(options: {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly release: string;
}): ManagedResource<
  readonly V1PersistentVolumeClaim[],
  { readonly claims: readonly string[] }
> {
  const { kubernetes, namespace, release } = options;
  const title = `Audit volumes of ${namespace}/${release}`;

  const lacking = async ({ signal }: OperationContext) => {
    const answers = await Promise.all(
      RIGHTS.map(async right => ({
        right,
        may: await kubernetes.can(
          right.resource === 'persistentvolumes'
            ? right
            : { ...right, namespace },
          { signal },
        ),
      })),
    );
    return answers.flatMap(({ right, may }) =>
      may ? [] : `${right.verb} ${right.resource}`,
    );
  };

  return {
    title,
    retain: 'they hold the audit log',
    async observe(ctx) {
      const claims = await kubernetes.list<V1PersistentVolumeClaim>(
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace,
          labelSelector: serverSelector(release),
        },
        ctx,
      );
      return claims.length > 0 ? claims : undefined;
    },
    diff: () => [],
    async create() {
      // Kubernetes makes them with the pods.
    },
    async update() {
      // They are never changed.
    },
    async removal(_observed, ctx): Promise<Removal> {
      const missing = await lacking(ctx);
      return missing.length > 0
        ? {
            verb: 'refuse',
            reason: `the caller may not ${missing.join(
              ' and ',
            )} in Kubernetes. Allow it (docs/permissions), or leave the volumes out of alsoDelete.`,
          }
        : { verb: 'delete' };
    },
    async delete(ctx, claims) {
      for (const { metadata, spec } of claims) {
        // The class keeps volumes whose claim is gone; these are to go, so each is told to, before its claim does.
        if (spec?.volumeName) {
          await kubernetes.apply<V1PersistentVolume>(
            {
              apiVersion: 'v1',
              kind: 'PersistentVolume',
              metadata: { name: spec.volumeName },
              spec: { persistentVolumeReclaimPolicy: 'Delete' },
            },
            { signal: ctx.signal, force: true },
          );
        }
        await kubernetes.delete(
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            name: metadata?.name ?? '',
            namespace,
          },
          ctx,
        );
      }
    },
    output: claims => ({
      claims: claims.map(({ metadata }) => metadata?.name ?? ''),
    }),
    predict: () => ({ claims: [] }),
  };
}
