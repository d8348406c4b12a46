import type { Sandbox } from '@vault-eks/sandbox';
import { kubectl } from './kubectl';

const KINDS = [
  'all',
  'namespaces',
  'secrets',
  'configmaps',
  'serviceaccounts',
  'persistentvolumeclaims',
  'certificatesigningrequests',
  'storageclasses',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'mutatingwebhookconfigurations',
].join();

/** What exists in an AWS account, by names and states. */
export interface AwsInventory {
  readonly tables: readonly unknown[];
  readonly endpoints: readonly unknown[];
}

/** What exists in the sandbox; of each cluster one line an object: kind, namespace, name, resource version. */
export interface Inventory {
  readonly aws: AwsInventory;
  readonly objects: readonly {
    readonly cluster: string;
    readonly objects: readonly string[];
  }[];
}

/** Everything that exists in the sandbox's AWS account. */
export async function awsInventory(
  sandbox: Pick<Sandbox, 'controlUrl'>,
): Promise<AwsInventory> {
  const overview = await fetch(`${sandbox.controlUrl}/control/overview`);
  return (await overview.json()).aws;
}

/** Everything that exists in the sandbox: its AWS account, and every object of every cluster. */
export async function inventory(
  sandbox: Pick<Sandbox, 'controlUrl' | 'clusters' | 'files'>,
): Promise<Inventory> {
  const aws = await awsInventory(sandbox);
  const objects = await Promise.all(
    sandbox.clusters.map(async ({ name }) => {
      const names = await kubectl(
        sandbox,
        'get',
        KINDS,
        `--context=${name}`,
        '--all-namespaces',
        '--output=custom-columns=:kind,:metadata.namespace,:metadata.name,:metadata.resourceVersion',
      );
      return { cluster: name, objects: names.split('\n') };
    }),
  );
  return { aws, objects };
}

/** How many calls AWS has been asked, by whomever. */
export async function awsCalls(
  sandbox: Pick<Sandbox, 'controlUrl'>,
): Promise<number> {
  const answer = await fetch(`${sandbox.controlUrl}/control/calls`);
  const { counts }: { counts: { count: number }[] } = await answer.json();
  return counts.reduce((sum, { count }) => sum + count, 0);
}
