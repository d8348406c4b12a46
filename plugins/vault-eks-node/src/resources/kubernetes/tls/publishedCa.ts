import type { V1ConfigMap } from '@kubernetes/client-node';
import {
  CA_ENTRY,
  caConfigMapName,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { isOurs, Owner, ownershipMarks } from '../ownership';
import { certificatesIn } from './inspectCertificate';
import { caOfOtherSecrets, podsOfOtherSecrets } from './podSecrets';

/** What is published now. */
export interface ObservedCa {
  readonly ours: boolean;
  readonly pem: string;
  /** Pods that serve from another secret, so that only an older CA verifies them. */
  readonly elsewhere: readonly string[];
}

/** What dependants need to know. */
export interface PublishedCaOutput {
  readonly configMap: string;
  /** What verifies every pod: the CA, and an older one while pods serve from another secret. */
  readonly caPem: string;
}

/** Each certificate by its fingerprint; of equal ones there is one. */
const byFingerprint = (pem: string) =>
  new Map(
    certificatesIn(pem).map(certificate => [
      certificate.fingerprint256,
      `${certificate.toString().trim()}\n`,
    ]),
  );

/**
 * The CA of Vault's certificate, in a ConfigMap: for the portal and everybody else who verifies Vault and may read no
 * secret. Where none was published yet, as by earlier versions, the CA that running pods were signed by is published with it.
 * While pods still serve what an older CA signed, `keepOthers` publishes both; without it older ones go, unless a pod
 * serves from another secret.
 */
export function publishedCa(options: {
  readonly owner: Owner;
  readonly kubernetes: KubernetesConnection;
  readonly caPem: string;
  /** The secret that Vault shall serve from. */
  readonly secretName: string;
  /** Only add what is missing, and take nothing away. */
  readonly keepOthers: boolean;
}): ManagedResource<ObservedCa, PublishedCaOutput> {
  const { owner, kubernetes, caPem, secretName, keepOthers } = options;
  const { namespace, release } = owner;
  const name = caConfigMapName(release);
  const title = `${namespace}/${name}`;
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', name, namespace };
  const wanted = byFingerprint(caPem);
  const serving = { namespace, release, secretName };

  const write = async (ctx: OperationContext, kept = '') => {
    const all = new Map([...wanted, ...byFingerprint(kept)]);
    await kubernetes.apply<V1ConfigMap>(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, ...ownershipMarks(owner) },
        data: { [CA_ENTRY]: [...all.values()].join('') },
      },
      { signal: ctx.signal, force: true },
    );
  };

  return {
    title: keepOthers
      ? `CA of Vault in ConfigMap ${title}`
      : `CA of Vault alone in ConfigMap ${title}`,
    async observe(ctx) {
      const map = await kubernetes.get<V1ConfigMap>(ref, ctx);
      return (
        map && {
          ours: isOurs(map, owner),
          pem: map.data?.[CA_ENTRY] ?? '',
          elsewhere: await podsOfOtherSecrets(kubernetes, serving, ctx),
        }
      );
    },
    diff({ ours, pem, elsewhere }) {
      if (!ours) {
        return [
          {
            field: 'owner',
            refusal: `ConfigMap ${title} exists and is not ours. Remove it, or choose another \`release\`.`,
          },
        ];
      }
      const present = byFingerprint(pem);
      const missing = [...wanted.keys()].filter(id => !present.has(id));
      const keepsOlder = keepOthers || elsewhere.length > 0;
      const older = keepsOlder
        ? []
        : [...present.keys()].filter(id => !wanted.has(id));
      return [
        ...missing.map(id => ({ field: 'CA', to: id })),
        ...older.map(id => ({ field: 'older CA', from: id, to: 'none' })),
      ];
    },
    create: async ctx =>
      write(ctx, await caOfOtherSecrets(kubernetes, serving, ctx)),
    update: (ctx, { pem, elsewhere }) =>
      write(ctx, keepOthers || elsewhere.length > 0 ? pem : ''),
    async delete(ctx) {
      await kubernetes.delete(ref, ctx);
    },
    output: ({ pem, elsewhere }) => ({
      configMap: name,
      caPem: elsewhere.length > 0 ? pem : caPem,
    }),
    predict: () => ({ configMap: name, caPem }),
  };
}
