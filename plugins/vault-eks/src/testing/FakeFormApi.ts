import type {
  ClusterNetwork,
  FoundCluster,
  FoundClusters,
  FoundKeys,
  FoundTables,
  Plan,
  VaultEksFormApi,
} from '@vault-eks/backstage-plugin-vault-eks-common';

export const aCluster = (change: Partial<FoundCluster> = {}): FoundCluster => ({
  name: 'platform-prod',
  account: '111122223333',
  region: 'eu-west-1',
  status: 'ACTIVE',
  version: '1.35',
  problems: [],
  ...change,
});

export const aPlan = (change: Partial<Plan> = {}): Plan => ({
  steps: [
    {
      ...{ id: 'dynamodb-table', phase: 'AWS', changes: [] },
      ...{ title: 'DynamoDB table vault-data', verb: 'create' },
    },
    {
      ...{ id: 'seal-key', phase: 'AWS', changes: [] },
      ...{ title: 'KMS key alias/seal', verb: 'keep' },
    },
  ],
  findings: [],
  changes: true,
  blocked: false,
  ...change,
});

/** A portal in memory that answers forms; an error in place of an answer is thrown. */
export class FakeFormApi implements VaultEksFormApi {
  clusters: FoundClusters | Error = {
    clusters: [aCluster()],
    silent: [],
    more: false,
  };
  network: ClusterNetwork | Error = {
    vpcId: 'vpc-1',
    subnets: [],
    routeTables: [],
  };
  keys: FoundKeys | Error = { keys: [], more: false };
  tables: FoundTables | Error = { tables: [], more: false };
  planned: Plan | Error = aPlan();
  /** Each question with what it asked, the newest last. */
  readonly asked: { readonly question: string; readonly with: object }[] = [];

  async findClusters({
    signal: _,
    ...request
  }: Parameters<VaultEksFormApi['findClusters']>[0]) {
    return this.#answer('clusters', request, this.clusters);
  }

  async readNetwork({
    signal: _,
    ...request
  }: Parameters<VaultEksFormApi['readNetwork']>[0]) {
    return this.#answer('network', request, this.network);
  }

  async findKeys({
    signal: _,
    ...request
  }: Parameters<VaultEksFormApi['findKeys']>[0]) {
    return this.#answer('keys', request, this.keys);
  }

  async findTables({
    signal: _,
    ...request
  }: Parameters<VaultEksFormApi['findTables']>[0]) {
    return this.#answer('tables', request, this.tables);
  }

  async plan(spec: Parameters<VaultEksFormApi['plan']>[0]) {
    return this.#answer('plan', spec, this.planned);
  }

  #answer<T>(question: string, request: object, answer: T | Error): T {
    this.asked.push({ question, with: request });
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  }
}
