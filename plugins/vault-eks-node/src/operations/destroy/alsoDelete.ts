import { InputError } from '@backstage/errors';
import {
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { LEFTOVERS } from '../../blueprint/leftovers';

/** What a destroy is to delete although it bears data: each named in full, typed out by a person. */
export interface AlsoDelete {
  /** Name of the DynamoDB table. */
  readonly table?: string;
  /** Alias of the seal key, `alias/…`. */
  readonly sealKey?: string;
  /** Name of the Secrets Manager secret with the recovery keys. */
  readonly custodySecret?: string;
  /** `<namespace>/<release>` whose audit volumes are meant. */
  readonly volumes?: string;
}

/** Ids of the nodes that bear data. */
const NODES: Readonly<Record<keyof AlsoDelete, string>> = {
  table: 'dynamodb-table',
  sealKey: 'seal-key',
  custodySecret: 'custody-secret',
  volumes: LEFTOVERS.volumes,
};

function rightName(
  field: keyof AlsoDelete,
  spec: VaultClusterSpec,
): string | undefined {
  const names = vaultNames(spec);
  switch (field) {
    case 'table':
      return names.table;
    case 'sealKey':
      return spec.seal.key === 'existing' ? undefined : names.keyAlias;
    case 'custodySecret':
      return names.custodySecret;
    default:
      return `${spec.namespace}/${spec.release}`;
  }
}

const FIELDS = ['table', 'sealKey', 'custodySecret', 'volumes'] as const;

/**
 * The ids of the data-bearing nodes that are to go too.
 *
 * @throws InputError naming each field that does not name the thing in full
 */
export function nodesToDelete(
  spec: VaultClusterSpec,
  alsoDelete: AlsoDelete = {},
  { onlyAws = false }: { readonly onlyAws?: boolean } = {},
): readonly string[] {
  const named = FIELDS.filter(field => alsoDelete[field] !== undefined);
  const problems = named.flatMap(field => {
    if (field === 'volumes' && onlyAws) {
      return 'alsoDelete.volumes: with onlyAws nothing of the cluster is touched, and only the cluster knows its volumes; leave it out, and look in EC2 for volumes with the tag kubernetes.io/created-for/pvc/namespace';
    }
    const wanted = rightName(field, spec);
    if (wanted === undefined) {
      return `alsoDelete.${field}: the spec uses an existing key, which is never deleted; leave it out`;
    }
    return alsoDelete[field] === wanted
      ? []
      : `alsoDelete.${field}: "${alsoDelete[field]}" is not the one of this Vault; type out ${wanted}, or leave it out to keep it`;
  });
  if (problems.length > 0) {
    throw new InputError(`Nothing was deleted. ${problems.join('; ')}`);
  }
  const nodes = named.map(field => NODES[field]);
  // Without the data or the recovery keys no deploy can go on, and a root token opens nothing that stays.
  return named.includes('table') || named.includes('custodySecret')
    ? [...nodes, LEFTOVERS.rootToken]
    : nodes;
}
