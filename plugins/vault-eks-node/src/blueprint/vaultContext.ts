import { createVaultPods } from '../connections/vault';
import {
  createSecretsManagerCustody,
  createTransientSecret,
  createVaultSession,
  Custody,
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
}

/** Adds the ways to log in to Vault and to keep its keys. */
export function vaultContext(ctx: BlueprintContext): VaultContext {
  const { spec, names, ownership, aws, kubernetes } = ctx;
  const rootToken = createTransientSecret({
    client: aws.secretsManager,
    name: names.rootTokenSecret,
    description: `Root token of the Vault ${ownership.owner}, until its deploy ends`,
    ownership,
    kmsKeyId: spec.custody.kmsKeyId,
  });
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
  const session = createVaultSession({ kubernetes, pods, custody });
  return { ...ctx, custody, rootToken, session };
}
