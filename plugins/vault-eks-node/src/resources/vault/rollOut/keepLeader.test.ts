import {
  RollingCluster,
  startRollingCluster,
} from './__testUtils__/rollingCluster';
import { keepLeader } from './keepLeader';

describe('keepLeader', () => {
  let cluster: RollingCluster;

  beforeEach(async () => {
    cluster = await startRollingCluster();
    cluster.letOperatorLogIn();
  });

  afterEach(() => cluster.close());

  const keep = (replicas: number) =>
    keepLeader({ ...cluster.options, replicas, ctx: cluster.ctx });

  it('has a leader that goes step down until one that stays leads', async () => {
    cluster.vault.leader = 'vault-2';
    // The first to take over goes too.
    cluster.vault.stepDown = node => {
      cluster.vault.leader = node === 'vault-2' ? 'vault-1' : 'vault-0';
    };

    await keep(1);

    expect(cluster.vault.leader).toBe('vault-0');
    expect(cluster.lines[0]).toBe(
      'Pods vault-1, vault-2 go; their audit volumes stay, with the log of the time when they led: kubectl delete pvc --namespace vault audit-vault-1 audit-vault-2 deletes them',
    );
  });

  it('asks nothing of a leader that stays', async () => {
    await keep(2);

    expect(cluster.vault.leader).toBe('vault-0');
    expect(cluster.lines).toHaveLength(1);
  });

  it('says nothing when none goes', async () => {
    await keep(3);

    expect(cluster.lines).toEqual([]);
  });

  it('refuses to let all go that are unsealed', async () => {
    cluster.vault.sealed.add('vault-0');
    cluster.vault.leader = 'vault-1';

    await expect(keep(1)).rejects.toThrow(
      /None of the pods of Vault vault\/vault that stay says that it is unsealed, and with 1 replicas vault-1, vault-2 go/,
    );
  });

  it('takes no silent pod that goes for one that serves nobody', async () => {
    cluster.vault.sealed.add('vault-0');
    cluster.kubernetes.portForward = async () => {
      throw new Error('the API server is away');
    };

    await expect(keep(1)).rejects.toThrow(/None of the pods .* that stay says/);
  });

  it('lets go what says that it is sealed', async () => {
    ['vault-0', 'vault-1', 'vault-2'].forEach(pod =>
      cluster.vault.sealed.add(pod),
    );

    await keep(1);

    expect(cluster.lines).toHaveLength(1);
  });
});
