import type { DeployedVault } from './deployedVault';
import { figure, median } from './print';

const ROUNDS = 5;

/** The plan of a cluster where nothing has to be changed, preflight and all, against the slowest look of the same plan. */
export async function benchPlan({ harness }: DeployedVault): Promise<void> {
  const { signal } = new AbortController();
  const spec = harness.spec();
  const rounds: { readonly wall: number; readonly slowest: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const plan = await harness.vaultEks.plan(spec, {
      ...{ signal, logger: harness.logger() },
    });
    const wall = performance.now() - started;
    if (plan.changes || plan.blocked) {
      throw new Error('The plan of an unchanged cluster changes something');
    }
    const looks = plan.steps.map(({ observeMs }) => observeMs ?? 0);
    rounds.push({ wall, slowest: Math.max(...looks) });
  }
  figure('plan_wall', median(rounds.map(({ wall }) => wall)), 'ms');
  figure('slowest_observe', median(rounds.map(r => r.slowest)), 'ms');
  figure(
    'plan_over_slowest_observe',
    median(rounds.map(({ wall, slowest }) => wall / slowest)),
    'ratio',
  );
}
