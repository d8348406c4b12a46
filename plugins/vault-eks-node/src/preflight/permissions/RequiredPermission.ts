import { OWNERSHIP_TAG } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightContext } from '../PreflightCheck';

/** What the rights are asked for. */
export type PermissionScope = Pick<
  PreflightContext,
  'spec' | 'names' | 'ownership' | 'network' | 'cluster'
> & {
  readonly aws: Pick<PreflightContext['aws'], 'account' | 'region'>;
};

/** Rights on AWS that belong together: the calls are made on the same thing, with the same condition keys. */
export interface RequiredPermission {
  /** As IAM names them, for example `kms:CreateKey`. */
  readonly actions: readonly string[];
  /** The ARN that IAM is asked about; ids that are not known before are made up. */
  readonly resource: string;
  /** Condition keys that the calls carry. */
  readonly context: Readonly<Record<string, string>>;
  /**
   * A deploy needs it; preflight can do without it; what others changed is brought back with it; a verification proves a
   * claim with it; or only a Vault is taken down with it.
   */
  readonly use: 'deploy' | 'preflight' | 'mend' | 'verify' | 'destroy';
}

/** An id as AWS makes them, where the real one is not known before. */
export const SOME_ID = '0123456789abcdef0';

/** The condition keys of our tag: brought by a call, and had by the thing it is on. */
export const tags = (owner: string) => ({
  brought: { [`aws:RequestTag/${OWNERSHIP_TAG}`]: owner },
  had: { [`aws:ResourceTag/${OWNERSHIP_TAG}`]: owner },
});

/** Rights as the parts of this list give them: for a deploy, with no condition keys, unless they say so. */
export type Rights = Omit<RequiredPermission, 'use' | 'context'> &
  Partial<Pick<RequiredPermission, 'use' | 'context'>>;

/** Makes an ARN of a service in the account and region of the spec. */
export type Namer = (service: string, resource: string) => string;
