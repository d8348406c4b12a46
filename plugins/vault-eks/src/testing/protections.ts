import type {
  KeyProtections,
  TableProtections,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** A table with everything on. */
export const safeTable: TableProtections = {
  deletionProtection: { state: 'on' },
  pointInTimeRecovery: { state: 'on', windowDays: 35 },
  encryption: { state: 'aws-owned' },
};

/** A key with everything on. */
export const safeKey: KeyProtections = {
  arn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  usable: { state: 'Enabled' },
  rotation: { state: 'on', periodDays: 365 },
};
