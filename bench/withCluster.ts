import {
  AwsConnections,
  EksConnections,
  readVaultEksConfig,
  surveyCluster,
  type BlueprintContext,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import type { Harness } from '@vault-eks/e2e';

/** Runs something with connections of its own to the cluster of the harness, as every operation of the product does. */
export async function withCluster<T>(
  harness: Harness,
  use: (context: BlueprintContext) => Promise<T>,
): Promise<T> {
  const { config } = harness;
  const eks = new EksConnections({
    aws: AwsConnections.create({ config }),
    log: () => {},
  });
  try {
    const { context, finding } = await surveyCluster(
      { config: readVaultEksConfig(config), eks },
      harness.spec(),
      { signal: new AbortController().signal },
    );
    if (!context) {
      throw new Error(finding.what);
    }
    return await use(context);
  } finally {
    await eks.close();
  }
}
