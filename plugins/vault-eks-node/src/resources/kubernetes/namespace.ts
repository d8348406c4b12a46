import type { V1Namespace } from '@kubernetes/client-node';
import { ownershipValue } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import type {
  Change,
  ManagedResource,
  OperationContext,
  Removal,
} from '../../engine/ManagedResource';
import { contentsOf, contentsOfOthers } from './namespaceContents';
import { isOurs, Owner, ownershipMarks } from './ownership';

/** What is known of the namespace. */
export interface ObservedNamespace {
  readonly object: V1Namespace;
  readonly ours: boolean;
  /** Some of what is in it, for a person; empty when a namespace that is not ours holds nothing. */
  readonly contents: readonly string[];
}

/**
 * The chart's pods satisfy `baseline`; `restricted` also wants a seccomp profile and dropped capabilities, which the
 * chart leaves unset, so it only warns.
 */
const POD_SECURITY: Readonly<Record<string, string>> = {
  'pod-security.kubernetes.io/enforce': 'baseline',
  'pod-security.kubernetes.io/warn': 'restricted',
  'pod-security.kubernetes.io/audit': 'restricted',
};

/** A few of many, for a person. */
const some = (contents: readonly string[]) =>
  `${contents.slice(0, 3).join(', ')}${contents.length > 3 ? ', …' : ''}`;

/** The namespace of one Vault. An existing one is claimed when it holds nothing, and refused when it does. */
export function vaultNamespace(options: {
  readonly owner: Owner;
  readonly kubernetes: KubernetesConnection;
}): ManagedResource<ObservedNamespace, { readonly name: string }> {
  const { owner, kubernetes } = options;
  const name = owner.namespace;

  const apply = async (ctx: OperationContext) => {
    const marks = ownershipMarks(owner);
    await kubernetes.apply<V1Namespace>(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          annotations: marks.annotations,
          labels: { ...marks.labels, ...POD_SECURITY },
        },
      },
      ctx,
    );
  };

  return {
    title: `Namespace ${name}`,
    async observe(ctx) {
      const object = await kubernetes.get<V1Namespace>(
        { apiVersion: 'v1', kind: 'Namespace', name },
        ctx,
      );
      if (!object) {
        return undefined;
      }
      const ours = isOurs(object, owner);
      return {
        object,
        ours,
        contents: ours ? [] : await contentsOf(kubernetes, name, ctx),
      };
    },
    diff({ object, ours, contents }) {
      if (object.status?.phase === 'Terminating') {
        return [
          { field: 'phase', from: 'Terminating', to: 'gone', pending: true },
        ];
      }
      if (!ours && contents.length > 0) {
        return [
          {
            field: 'owner',
            refusal: `Namespace ${name} is in use by something else (${some(
              contents,
            )}); choose another \`namespace\`.`,
          },
        ];
      }
      const changes: Change[] = ours
        ? []
        : [{ field: 'owner', from: 'nobody', to: ownershipValue(owner) }];
      for (const [label, wanted] of Object.entries(POD_SECURITY)) {
        const now = object.metadata?.labels?.[label];
        if (now !== wanted) {
          changes.push({ field: label, from: now, to: wanted });
        }
      }
      return changes;
    },
    create: apply,
    update: apply,
    async removal({ ours }, ctx): Promise<Removal> {
      if (!ours) {
        return { verb: 'keep', reason: 'it is not ours' };
      }
      const others = await contentsOfOthers(kubernetes, owner, ctx);
      return others.length > 0
        ? { verb: 'keep', reason: `it holds ${some(others)}` }
        : { verb: 'delete' };
    },
    async delete(ctx) {
      await kubernetes.delete(
        { apiVersion: 'v1', kind: 'Namespace', name },
        ctx,
      );
    },
    output: () => ({ name }),
    predict: () => ({ name }),
  };
}
