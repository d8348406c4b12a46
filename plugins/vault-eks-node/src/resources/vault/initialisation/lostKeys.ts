import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { serverSelector } from '../../../connections/vault';

/**
 * What is said of a Vault whose recovery keys nobody holds, with the way out of it as `docs/operations.md` tells it: the
 * table is protected from deletion, and pods that run say `initialised` until they start anew, whatever became of the table.
 */
export function lostKeys(options: {
  readonly spec: Pick<VaultClusterSpec, 'namespace' | 'release' | 'region'>;
  readonly secret: string;
  readonly table: string;
  /** Until then the run that initialised Vault may still bring them. */
  readonly underwayUntil?: Date;
}): string {
  const { spec, secret, table, underwayUntil } = options;
  const { namespace, release, region } = spec;
  const dynamodb = (command: string) =>
    `\`aws dynamodb ${command} --region ${region} --table-name ${table}`;
  return [
    `Vault ${namespace}/${release} is initialised, but its recovery keys never reached secret ${secret}${
      underwayUntil
        ? `. The run that initialised it may still live and bring them until ${underwayUntil.toISOString()}: wait until then and run again before anything below. If it has ended without them, nothing can have been stored in it yet.`
        : ' and nobody holds them; nothing can have been stored in it yet.'
    }`,
    `Run again with \`reinitialise: ${table}\` to have it wiped and initialised anew, or do that by hand:`,
    `switch the deletion protection of DynamoDB table ${table} off (${dynamodb(
      'update-table',
    )} --no-deletion-protection-enabled\`),`,
    `delete the table (${dynamodb('delete-table')}\`)`,
    `and Vault's pods (\`kubectl delete pod --namespace ${namespace} --selector ${serverSelector(
      release,
    )}\`), then run again.`,
  ].join(' ');
}
