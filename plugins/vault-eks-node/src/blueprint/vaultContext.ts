import { createVaultPods } from '../connections/vault';
import {
  createOthersVault,
  createSecretsManagerCustody,
  createTransientSecret,
  createVaultSession,
  Custody,
  OthersVault,
  TransientSecret,
  VaultSession,
} from '../resources/vault';
import type { BlueprintContext } from './context';

/** What the Vault phases share. */
export interface VaultContext extends BlueprintContext {
  readonly session: VaultSession;
  readonly custody: Custody;
  /** Where the root token is while a deploy needs it. */
  readonly rootToken: TransientSecret;
  /** What cannot be done when others have initialised Vault. */
  readonly others: OthersVault;
}

/** Where the root token is while a deploy needs it. */
export function rootTokenOf(
  ctx: Pick<BlueprintContext, 'spec' | 'names' | 'ownership' | 'aws'>,
): TransientSecret {
  const { spec, names, ownership, aws } = ctx;
  return createTransientSecret({
    client: aws.secretsManager,
    name: names.rootTokenSecret,
    description: `Root token of the Vault ${ownership.owner}, until its deploy ends`,
    ownership,
    kmsKeyId: spec.custody.kmsKeyId,
  });
}

/** Adds the ways to log in to Vault and to keep its keys. */
export function vaultContext(
  ctx: BlueprintContext,
  options: {
    /** A token that a person handed in for this run. */
    readonly vaultToken?: string;
  } = {},
): VaultContext {
  const { spec, names, aws, kubernetes } = ctx;
  const rootToken = rootTokenOf(ctx);
  const custody = createSecretsManagerCustody({
    client: aws.secretsManager,
    name: names.custodySecret,
    rootToken,
  });
  const pods = createVaultPods({
    kubernetes,
    namespace: spec.namespace,
    release: spec.release,
  });
  const session = createVaultSession({
    ...{ kubernetes, pods, custody },
    handedToken: options.vaultToken,
  });
  const others = createOthersVault({ session, custody });
  return { ...ctx, custody, rootToken, session, others };
}
