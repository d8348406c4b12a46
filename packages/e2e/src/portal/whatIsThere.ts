import {
  parseSpec,
  type VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { awsState } from '../faults/awsState';
import { clusterState } from '../faults/clusterState';
import { inventory } from '../inventory';
import type { TestPortal } from './startTestPortal';

/** Ids that AWS and Kubernetes choose, and the counter of Helm's tries. */
const CHOSEN =
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(vpce|sg|sgr)-[0-9a-f]+|[0-9a-f]{32,64}/g;
const POD_OF_DEPLOYMENT = /^(.+)-[a-z0-9]{6,10}(-[a-z0-9]{5})?$/;

/** Whoever makes these gives them names by chance. */
const NAMED_BY_CHANCE = ['Pod', 'ReplicaSet', 'CertificateSigningRequest'];

function nameOf(line: string): string | undefined {
  const [kind, namespace, name] = line.trim().split(/\s+/);
  if (!name || name.startsWith('sh.helm.release.')) {
    return undefined;
  }
  const plain = NAMED_BY_CHANCE.includes(kind)
    ? name.replace(POD_OF_DEPLOYMENT, '$1-<some>')
    : name;
  return `${kind} ${namespace} ${plain}`;
}

/**
 * Everything that exists after a deploy, in AWS and in every cluster, without what differs from run to run. Of the
 * recovery keys only how many there are: they are made by chance, and no failed test may print them.
 */
export async function whatIsThere(
  { sandbox }: Pick<TestPortal, 'sandbox'>,
  input: VaultClusterSpecInput,
): Promise<unknown> {
  const spec = parseSpec({ ...input, account: sandbox.aws.account });
  const [everything, aws, cluster] = await Promise.all([
    inventory(sandbox),
    awsState(spec),
    clusterState(sandbox, spec),
  ]);
  const objects = everything.objects.map(
    ({ cluster: name, objects: lines }) => ({
      name,
      objects: lines.flatMap(line => nameOf(line) ?? []).sort(),
    }),
  );
  const { secret, ...rest } = aws;
  const value: Record<string, unknown> = JSON.parse(secret.value ?? '{}');
  const custody = Object.entries(value).map(([name, held]) =>
    Array.isArray(held) ? `${name}: ${held.length}` : name,
  );
  const text = JSON.stringify({
    aws: { ...rest, secret: { ...secret, value: custody } },
    account: everything.aws,
    cluster,
    objects,
  });
  return JSON.parse(text.replace(CHOSEN, '<id>'));
}
