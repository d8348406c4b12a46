import type { Identity } from './documented';

/** What the docs have a deployer given on a key of the customer, which no policy for all can name. */
export const ON_OWN_KEY = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Rights that the docs list and nothing here takes, each with the reason; must stay exact. */
export const NOT_TAKEN: Readonly<Record<Identity, readonly string[]>> = {
  deploy: [],
  portal: [],
};

/** What may be refused since the product can do without it; all else must be allowed. */
export const MAY_BE_REFUSED: Readonly<Record<Identity, readonly string[]>> = {
  // Only a deployer with a path needs to look at itself, so the policy for all does not have it.
  deploy: ['iam:GetRole'],
  portal: [],
};
