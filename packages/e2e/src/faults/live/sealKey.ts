import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { vaultNames } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { LiveVault } from '../../roll/LiveVault';
import { killPod } from '../clusterControl';

/** What becomes of a Vault whose seal key is disabled, as the product tells it. */
export interface DisabledKey {
  readonly arn: string;
  /** The finding about the key. */
  readonly finding: string;
  readonly deploy: string;
}

/**
 * Disables the key of a running Vault and restarts a standby, which then stays sealed; enables the key again at the end. The
 * caller must be a break-glass principal of the key: its policy denies it to all others.
 */
export async function disableSealKey(vault: LiveVault): Promise<DisabledKey> {
  const kms = new KMSClient({});
  const KeyId = vaultNames(vault.spec()).keyAlias;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
  const arn = KeyMetadata?.Arn ?? '';
  await kms.send(new DisableKeyCommand({ KeyId: arn }));
  try {
    const { leader } = await vault.status();
    const standby = leader?.pod === 'vault-0' ? 'vault-1' : 'vault-0';
    await killPod(vault.harness.sandbox, standby);
    const status = await vault.untilStatus(
      'a finding about the seal key',
      ({ findings }) => findings.some(({ id }) => id === 'seal-key-unusable'),
    );
    const found = status.findings.find(({ id }) => id === 'seal-key-unusable');
    return {
      arn,
      finding: `${found?.what} ${found?.fix}`,
      deploy: await vault.deploy().then(() => 'succeeded', String),
    };
  } finally {
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
  }
}
