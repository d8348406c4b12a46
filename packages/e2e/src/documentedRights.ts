import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { pointAwsClientsAt } from './awsEnvironment';
import type { Harness } from './harness';
import { kubectl } from './kubectl';
import { createTestRole, enterCluster } from './roles';

const DOCS = path.resolve(__dirname, '../../../docs/permissions');

/** The product in the name of an identity. */
export interface ActingAs {
  readonly vaultEks: DefaultVaultEks;
  stop(): Promise<void>;
}

/** The product with the rights that the docs give this identity on AWS and by these files on Kubernetes, and no other. */
export async function withDocumentedRights(
  { sandbox, config, logger }: Harness,
  identity: 'deploy' | 'portal',
  files: readonly string[],
): Promise<ActingAs> {
  const role = await createTestRole(sandbox, {
    name: `backstage-${identity}`,
    policy: readFileSync(path.join(DOCS, `${identity}-policy.json`), 'utf8'),
  });
  await enterCluster(sandbox, {
    cluster: sandbox.clusters[0].name,
    roleArn: role.arn,
    groups: [`vault-eks:${identity}`],
  });
  for (const file of files) {
    await kubectl(sandbox, 'apply', '--filename', path.join(DOCS, file));
  }
  const restore = pointAwsClientsAt(sandbox, role.keys);
  const vaultEks = DefaultVaultEks.create({ config, logger: logger() });
  return {
    vaultEks,
    async stop() {
      await vaultEks.close();
      restore();
    },
  };
}
