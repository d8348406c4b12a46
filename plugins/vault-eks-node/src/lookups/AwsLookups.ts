import type {
  AwsPlace,
  ClusterNetwork,
  FoundClusters,
  FoundKeys,
  FoundTables,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** How long a look-up may take. */
export interface LookUpRun {
  readonly signal: AbortSignal;
}

/** A look-up of which only what contains a text is wanted. */
export interface SearchRun extends LookUpRun {
  readonly search?: string;
}

/**
 * What a form may choose from, read from AWS; nothing is changed.
 *
 * The message of every error that they throw may be shown to anyone: it names the reason and what mends it, and nothing of
 * what AWS said.
 */
export interface AwsLookups {
  /**
   * EKS clusters of all places that app-config allows, or of those that are named, side by side. A place that fails is
   * told in the answer.
   *
   * @throws InputError when neither the caller nor `vaultEks.regions` of app-config says where to look, or there is no such region
   * @throws NotAllowedError when app-config does not allow the account or region
   */
  findClusters(
    where: Partial<AwsPlace>,
    options: SearchRun,
  ): Promise<FoundClusters>;
  /**
   * Subnets and route tables of the VPC of a cluster.
   *
   * @throws NotFoundError when there is no such cluster
   * @throws NotAllowedError when app-config does not allow the account or region
   * @throws ServiceUnavailableError when AWS does not tell
   */
  readNetwork(
    where: AwsPlace & { readonly cluster: string },
    options: LookUpRun,
  ): Promise<ClusterNetwork>;
  /**
   * KMS keys that can be used for Vault.
   *
   * @throws NotAllowedError when app-config does not allow the account or region
   * @throws ServiceUnavailableError when AWS does not tell
   */
  findKeys(where: AwsPlace, options: SearchRun): Promise<FoundKeys>;
  /**
   * DynamoDB tables, and what each is to Vault.
   *
   * @throws NotAllowedError when app-config does not allow the account or region
   * @throws ServiceUnavailableError when AWS does not tell
   */
  findTables(where: AwsPlace, options: SearchRun): Promise<FoundTables>;
}
