import type { V1StorageClass } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../connections/kubernetes';
import type {
  Change,
  ManagedResource,
  Removal,
} from '../../engine/ManagedResource';
import { NotFoundError } from '@backstage/errors';
import { isOurs, Owner, ownerOf, ownershipMarks } from './ownership';

const WANTED = {
  provisioner: 'ebs.csi.aws.com',
  parameters: { type: 'gp3', encrypted: 'true' },
  // The volume must be made in the zone of the node that the pod lands on.
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Retain',
  allowVolumeExpansion: true,
} as const;

/** The StorageClass of the audit volumes. */
export function auditStorageClass(options: {
  readonly owner: Owner;
  readonly name: string;
  /** Whether the spec names a class that exists already. */
  readonly existing: boolean;
  readonly kubernetes: KubernetesConnection;
}): ManagedResource<V1StorageClass, { readonly name: string }> {
  const { owner, name, existing, kubernetes } = options;
  const ref = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name };

  return {
    title: `StorageClass ${name}`,
    observe: ctx => kubernetes.get<V1StorageClass>(ref, ctx),
    diff(observed) {
      if (existing) {
        return [];
      }
      const pairs: readonly (readonly [string, string?, string?])[] = [
        ['provisioner', observed.provisioner, WANTED.provisioner],
        ...Object.entries(WANTED.parameters).map(
          ([key, wanted]) =>
            [`parameters.${key}`, observed.parameters?.[key], wanted] as const,
        ),
        [
          'volumeBindingMode',
          observed.volumeBindingMode,
          WANTED.volumeBindingMode,
        ],
        ['reclaimPolicy', observed.reclaimPolicy, WANTED.reclaimPolicy],
      ];
      const changes: Change[] = pairs
        .filter(([, from, to]) => from !== to)
        .map(([field, from, to]) => ({
          field,
          from,
          to,
          refusal: `StorageClass ${name} exists with ${field} ${
            from ?? '(none)'
          }, which Kubernetes never changes; name a class of your own in \`audit.storageClass\`.`,
        }));
      // Ours may be shared by several Vaults of one EKS cluster; only that of others is left untouched.
      if (ownerOf(observed) && !observed.allowVolumeExpansion) {
        changes.push({
          field: 'allowVolumeExpansion',
          from: 'false',
          to: 'true',
        });
      }
      return changes;
    },
    async create(ctx) {
      if (existing) {
        throw new NotFoundError(
          `audit.storageClass: the cluster has no StorageClass ${name}; name an existing one or leave it out`,
        );
      }
      await kubernetes.apply<V1StorageClass>(
        {
          apiVersion: 'storage.k8s.io/v1',
          kind: 'StorageClass',
          metadata: { name, ...ownershipMarks(owner) },
          ...WANTED,
        },
        ctx,
      );
    },
    async update(ctx) {
      await kubernetes.apply<V1StorageClass>(
        {
          apiVersion: 'storage.k8s.io/v1',
          kind: 'StorageClass',
          metadata: { name },
          ...WANTED,
        },
        ctx,
      );
    },
    async removal(observed): Promise<Removal> {
      if (isOurs(observed, owner) && !existing) {
        return { verb: 'delete' };
      }
      const other = ownerOf(observed);
      const reason = other ? `the Vault ${other} made it` : 'it is not ours';
      return { verb: 'keep', reason };
    },
    async delete(ctx) {
      await kubernetes.delete(ref, ctx);
    },
    adopted: observed => existing || !ownerOf(observed),
    output: () => ({ name }),
    predict: () => ({ name }),
  };
}
