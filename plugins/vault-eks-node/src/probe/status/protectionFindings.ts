import type {
  Finding,
  KmsKeyState,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { StatusCheck } from './StatusCheck';

/** A table that one call deletes. */
export const tableDeletion: StatusCheck = ({
  protections,
  storageTable,
  ref,
}) =>
  protections?.table?.deletionProtection.state === 'off'
    ? {
        id: 'table-deletion-protection-off',
        severity: 'warning',
        what: `Table ${storageTable} is not protected against deletion.`,
        why: 'It holds everything that Vault knows, and one call deletes it.',
        fix: `Set storage.deletionProtection: true and run the deploy, or: aws dynamodb update-table --table-name ${storageTable} --deletion-protection-enabled --region ${ref.region}`,
      }
    : undefined;

/** A table without continuous backups. */
export const tableBackups: StatusCheck = ({ protections, storageTable, ref }) =>
  protections?.table?.pointInTimeRecovery.state === 'off'
    ? {
        id: 'table-backups-off',
        severity: 'warning',
        what: `Table ${storageTable} cannot be restored to a point in time.`,
        why: 'What is deleted or overwritten by mistake is lost, if nobody else backs the table up.',
        fix: `Set storage.pointInTimeRecovery: true and run the deploy, or: aws dynamodb update-continuous-backups --table-name ${storageTable} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true --region ${ref.region}`,
      }
    : undefined;

/** A key whose material stays the same for ever; of one that is not enabled that is not the trouble. */
export const keyRotation: StatusCheck = ({ protections, sealKey, ref }) => {
  const { arn = sealKey, usable, rotation } = protections?.key ?? {};
  return usable?.state === 'Enabled' && rotation?.state === 'off'
    ? {
        id: 'seal-key-rotation-off',
        severity: 'warning',
        what: `The material of seal key ${sealKey} is not rotated.`,
        why: 'The longer one key encrypts, the more is lost with it. KMS keeps the old material, so a rotation harms nothing.',
        fix: `Run the deploy again; of a key that was there before have its owner run: aws kms enable-key-rotation --key-id ${arn} --region ${ref.region}`,
      }
    : undefined;
};

type KeyMend = (aws: (command: string) => string) => string;

const cancelled: KeyMend = aws =>
  `${aws('cancel-key-deletion')}, then ${aws('enable-key')}`;

/** How a key becomes usable again, by its state; one that KMS is still making or changing will by itself. */
const MENDS: Readonly<Partial<Record<KmsKeyState, KeyMend>>> = {
  Disabled: aws => aws('enable-key'),
  PendingDeletion: cancelled,
  PendingReplicaDeletion: cancelled,
  PendingImport: () =>
    'Import the same key material again (aws kms import-key-material).',
  Unavailable: () =>
    'Connect the key store of the key again (aws kms connect-custom-key-store).',
};

/** A key that unseals nothing, or soon will not. */
export const keyState: StatusCheck = ({
  protections,
  sealKey,
  ref,
}): Finding | undefined => {
  const { arn = sealKey, usable } = protections?.key ?? {};
  if (!usable || usable.state === 'unknown') {
    return undefined;
  }
  const mend = MENDS[usable.state];
  const end = usable.deletionDate?.slice(0, 10);
  return mend
    ? {
        id: 'seal-key-state',
        severity: 'error',
        what: `Seal key ${sealKey} is ${usable.state}${
          end ? ` and ends on ${end}` : ''
        }.`,
        why: 'A pod that restarts stays sealed. Once the key is deleted, all data is lost.',
        fix: mend(
          command =>
            `aws kms ${command} --key-id ${arn} --region ${ref.region}`,
        ),
      }
    : undefined;
};
