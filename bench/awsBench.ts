import {
  applyGraph,
  createGraph,
  provisionPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness } from '@vault-eks/e2e';
import { criticalPathMs } from './criticalPath';
import { figure } from './print';
import { forkSandbox } from './sandbox/forkSandbox';
import { withCluster } from './withCluster';

const { signal } = new AbortController();

/** Makes the AWS half from nothing, so many things at a time. The plan that comes first is not counted. */
async function provision(concurrency?: number) {
  const sandbox = await forkSandbox({ latency: 'realistic' });
  const harness = await startHarness({ sandbox });
  try {
    return await withCluster(harness, async context => {
      const graph = createGraph();
      provisionPart.add(graph, context, {});
      const started = performance.now();
      const { steps, planMs } = await applyGraph(graph.build(), {
        ...{ signal, concurrency },
        log: () => {},
      });
      const wallMs = performance.now() - started - planMs;
      return { wallMs, pathMs: criticalPathMs(steps) };
    });
  } finally {
    await harness.stop();
  }
}

/** The AWS half against its own critical path, and against the same things made one after another. */
export async function benchAws(): Promise<void> {
  const { wallMs, pathMs } = await provision();
  const oneByOne = await provision(1);
  figure('aws_wall', wallMs / 1000, 's');
  figure('aws_one_by_one', oneByOne.wallMs / 1000, 's');
  figure('aws_wall_over_critical_path', wallMs / pathMs, 'ratio');
  figure('aws_wall_over_one_by_one', wallMs / oneByOne.wallMs, 'ratio');
}
