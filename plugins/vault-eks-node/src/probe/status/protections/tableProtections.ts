import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { TableProtections } from '@vault-eks/backstage-plugin-vault-eks-common';
import { isNotTold, ProtectionRun, told } from './told';

async function backupsOf(
  TableName: string,
  run: ProtectionRun,
): Promise<TableProtections['pointInTimeRecovery']> {
  const answer = await told(run, {
    right: 'dynamodb:DescribeContinuousBackups',
    ask: send =>
      run.aws.dynamodb.send(
        new DescribeContinuousBackupsCommand({ TableName }),
        send,
      ),
  });
  if (isNotTold(answer)) {
    return answer;
  }
  const recovery =
    answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return recovery?.PointInTimeRecoveryStatus === 'ENABLED'
    ? { state: 'on', windowDays: recovery.RecoveryPeriodInDays }
    : { state: 'off' };
}

/** DynamoDB names the key of a table, and only KMS says whether AWS manages it. */
async function encryptionOf(
  { SSEDescription: sse }: TableDescription,
  run: ProtectionRun,
): Promise<TableProtections['encryption']> {
  const KeyId = sse?.KMSMasterKeyArn;
  if (!KeyId || sse.Status === 'DISABLED' || sse.Status === 'DISABLING') {
    return { state: 'aws-owned' };
  }
  const answer = await told(run, {
    right: 'kms:DescribeKey',
    ask: send => run.aws.kms.send(new DescribeKeyCommand({ KeyId }), send),
  });
  if (isNotTold(answer)) {
    return answer;
  }
  return {
    state:
      answer.KeyMetadata?.KeyManager === 'AWS' ? 'aws-managed' : 'customer-key',
  };
}

async function settingsOf(
  TableName: string,
  run: ProtectionRun,
): Promise<Omit<TableProtections, 'pointInTimeRecovery'>> {
  const answer = await told(run, {
    right: 'dynamodb:DescribeTable',
    ask: send =>
      run.aws.dynamodb.send(new DescribeTableCommand({ TableName }), send),
  });
  if (isNotTold(answer)) {
    return { deletionProtection: answer, encryption: answer };
  }
  const table = answer.Table ?? {};
  return {
    deletionProtection: {
      state: table.DeletionProtectionEnabled ? 'on' : 'off',
    },
    encryption: await encryptionOf(table, run),
  };
}

/** What protects a table, as far as AWS tells. */
export async function tableProtections(
  name: string,
  run: ProtectionRun,
): Promise<TableProtections> {
  const [settings, pointInTimeRecovery] = await Promise.all([
    settingsOf(name, run),
    backupsOf(name, run),
  ]);
  return { ...settings, pointInTimeRecovery };
}
