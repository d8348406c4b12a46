import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { Claim, ClaimFailed } from '../Claim';
import type { OnAws } from '../evidence/Evidence';
import { shared } from '../evidence/shared';

/** Claims about the table that holds everything. What the spec itself does without is a warning only. */
export function tableClaims({ spec, names, aws }: OnAws): Claim[] {
  const { table: TableName } = names;
  const { storage } = spec;
  const describe = shared(async ({ signal }: OperationContext) => {
    const { Table } = await aws.dynamodb.send(
      new DescribeTableCommand({ TableName }),
      { abortSignal: signal },
    );
    return Table;
  });
  const severityFor = (wanted: boolean) => (wanted ? 'error' : 'warning');
  const again = 'Run the deploy again';
  return [
    {
      id: 'table-deletion-protection',
      claim: `Table ${TableName} is protected against deletion`,
      severity: severityFor(storage.deletionProtection),
      fix: storage.deletionProtection
        ? `${again}; it switches the protection on.`
        : 'Set storage.deletionProtection: true and run the deploy.',
      async try(ctx) {
        if (!(await describe(ctx))?.DeletionProtectionEnabled) {
          throw new ClaimFailed('Deletion protection is off');
        }
        return undefined;
      },
    },
    {
      id: 'table-point-in-time-recovery',
      claim: `Table ${TableName} can be restored to any point in time`,
      severity: severityFor(storage.pointInTimeRecovery),
      fix: storage.pointInTimeRecovery
        ? `${again}; it switches the backups on.`
        : 'Set storage.pointInTimeRecovery: true and run the deploy.',
      async try({ signal }) {
        const { ContinuousBackupsDescription: backups } =
          await aws.dynamodb.send(
            new DescribeContinuousBackupsCommand({ TableName }),
            { abortSignal: signal },
          );
        const recovery = backups?.PointInTimeRecoveryDescription;
        if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED') {
          throw new ClaimFailed('Point-in-time recovery is off');
        }
        const since = recovery.EarliestRestorableDateTime;
        return since && `since ${since.toISOString()}`;
      },
    },
    {
      id: 'table-encrypted',
      claim: `Table ${TableName} is encrypted at rest, by another key than the seal`,
      fix: 'Set storage.encryption and storage.encryptionKey as they should be and run the deploy.',
      async try(ctx) {
        const sse = (await describe(ctx))?.SSEDescription;
        const key = sse?.KMSMasterKeyArn;
        if (!key || sse.Status === 'DISABLED') {
          // DynamoDB knows no table without encryption; without a key in the account AWS owns it.
          if (storage.encryption === 'customer-key') {
            throw new ClaimFailed('The key is one that AWS owns');
          }
          return 'by a key that AWS owns';
        }
        const sealed =
          spec.seal.key === 'existing' ? spec.seal.keyId : names.keyAlias;
        const { KeyMetadata } = await aws.kms.send(
          new DescribeKeyCommand({ KeyId: sealed }),
          { abortSignal: ctx.signal },
        );
        if (KeyMetadata?.Arn === key) {
          throw new ClaimFailed(
            'Its key is the seal key: whoever loses that loses both at once',
          );
        }
        return `by ${key}`;
      },
    },
  ];
}
