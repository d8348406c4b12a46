import {
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  vaultNames,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { breakCall, callsSince, mendCalls } from '../faults/control';
import type { Harness } from '../harness';
import { readCustody } from '../secrets';
import { until } from '../until';
import { deployUntilKilled, type KilledDeploy } from './deployUntilKilled';

/** A deploy whose process ends after Vault has told its keys and before custody has taken them. */
export async function loseKeys(
  harness: Harness,
  spec: VaultClusterSpec,
): Promise<KilledDeploy> {
  const { sandbox } = harness;
  const { last } = await callsSince(sandbox);
  // The first write says that the initialisation begins; the second has the keys, and never gets through.
  await breakCall(sandbox, {
    service: 'secretsmanager',
    operation: 'PutSecretValue',
    kind: 'server-error',
    skip: 1,
    count: 1_000,
  });
  const keysTurnedAway = until(
    'keys that custody does not take',
    async () => {
      const { calls } = await callsSince(sandbox, last);
      return calls.find(
        ({ operation, errorCode }) =>
          operation === 'PutSecretValue' && errorCode,
      );
    },
    120_000,
  );
  const killed = await deployUntilKilled(harness, spec, keysTurnedAway);
  await keysTurnedAway;
  await mendCalls(sandbox);
  return killed;
}

/** Lets custody say that the initialisation began long ago, as if time had passed. */
export async function letTimePass(spec: VaultClusterSpec): Promise<void> {
  const { custodySecret } = vaultNames(spec);
  const record = await readCustody(custodySecret);
  await new SecretsManagerClient({}).send(
    new PutSecretValueCommand({
      SecretId: custodySecret,
      SecretString: JSON.stringify({
        ...record,
        startedAt: new Date(Date.now() - 3_600_000).toISOString(),
      }),
    }),
  );
}
