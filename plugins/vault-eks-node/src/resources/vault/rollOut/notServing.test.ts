import {
  RollingCluster,
  startRollingCluster,
} from './__testUtils__/rollingCluster';
import { notServing } from './notServing';

describe('notServing', () => {
  let cluster: RollingCluster;

  beforeEach(async () => {
    cluster = await startRollingCluster();
  });

  afterEach(() => cluster.close());

  it('quotes the log of the pod that stays sealed', async () => {
    cluster.vault.sealed.add('vault-1');
    cluster.logs.set('vault-1', ['[WARN] failed to unseal core: Disabled']);

    const { message } = await notServing(
      { ...cluster.options, ctx: cluster.ctx },
      [{ field: 'unsealed', from: 'not vault-1' }],
    );

    expect(message).toMatch(
      /does not get to serve \(unsealed: not vault-1\)\. Pod vault-1: /,
    );
    expect(message).toMatch(/failed to unseal core: Disabled/);
  });

  it('looks at the first pod when all are unsealed and none leads', async () => {
    cluster.vault.leader = 'nobody';

    const { message } = await notServing(
      { ...cluster.options, ctx: cluster.ctx },
      [{ field: 'leaders', from: '0' }],
    );

    expect(message).toMatch(/Pod vault-0: Found: container vault: runs/);
  });
});
