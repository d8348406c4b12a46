import { NotLookedAtError } from '../../../engine/NotLookedAtError';
import {
  RollingCluster,
  startRollingCluster,
} from '../rollOut/__testUtils__/rollingCluster';

describe('a leader that goes while it is asked', () => {
  let cluster: RollingCluster;

  beforeEach(async () => {
    cluster = await startRollingCluster();
  });

  afterEach(() => cluster.close());

  /** Asks the leader for its mounts; its connection breaks while it is asked. */
  function askWhileItGoes(onBreak: () => void) {
    const { kubernetes, ctx, options } = cluster;
    return options.session.onLeader(ctx, async client => {
      kubernetes.portForward = async () => {
        onBreak();
        throw new Error('the pod is gone');
      };
      await client.run({
        method: 'GET',
        path: 'sys/audit',
        signal: ctx.signal,
      });
    });
  }

  it('was not looked at when another leads now', async () => {
    const { portForward } = cluster.kubernetes;
    cluster.vault.leader = 'vault-2';
    const asked = askWhileItGoes(() => {
      cluster.vault.leader = 'vault-0';
      cluster.kubernetes.portForward = async (options, ctx) => {
        if (options.pod === 'vault-2') {
          throw new Error('the pod is gone');
        }
        return portForward(options, ctx);
      };
    });

    await expect(asked).rejects.toThrow(NotLookedAtError);
    await expect(asked).rejects.toThrow(
      'Vault pod vault-2 led and does not answer any more; vault-0 leads now',
    );
  });

  it('is named with what it did not answer when it still leads', async () => {
    const { portForward } = cluster.kubernetes;
    let broken = 0;
    const asked = askWhileItGoes(() => {
      broken += 1;
      if (broken === 3) {
        cluster.kubernetes.portForward = portForward;
      }
    });

    await expect(asked).rejects.toThrow(
      /^Vault pod vault-0 did not answer GET sys\/audit: the pod is gone/,
    );
  });
});
