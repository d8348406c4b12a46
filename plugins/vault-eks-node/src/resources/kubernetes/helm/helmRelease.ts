import type { V1Service } from '@kubernetes/client-node';
import type { Helm } from '../../../connections/helm';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { diffValues } from './diffValues';
import { readRelease, ReleaseRecord } from './readRelease';
import { chartValues } from './values/chartValues';
import type { ChartWiring } from './values/Wiring';
import {
  isRunning,
  listVaultPods,
  whyNotRunning,
} from '../../../connections/vault';

const CHART = 'vault';

/** The official repository. */
export const CHART_REPOSITORY = 'https://helm.releases.hashicorp.com';

/** Marks release records that this product wrote. */
const LABEL = 'vault-eks.io/managed';

/** Without `--wait` helm ends within seconds; a record that is pending for longer belongs to a helm that died. */
const STUCK_AFTER_MS = 60_000;

/** What is known of the release and of what came of it. */
export interface ObservedRelease {
  readonly record: ReleaseRecord;
  /** What each pod that does not run lacks. */
  readonly waitingPods: readonly string[];
  readonly loadBalancer?: string;
  readonly observedAt: Date;
}

/** What dependants need to know. */
export interface HelmReleaseOutput {
  readonly fullname: string;
  readonly serviceUrl: string;
  readonly uiUrl?: string;
}

/** Kubernetes never changes the claims of a StatefulSet, and helm would fail halfway. */
function refuseFixed(change: Change): Change {
  return /^values\.server\.auditStorage\.(size|storageClass)$/.test(
    change.field,
  )
    ? {
        ...change,
        refusal: `The audit volumes were made with ${change.from}; a StatefulSet never changes its claims. Set the old value again, and expand the volumes by hand (kubectl patch pvc).`,
      }
    : change;
}

const isPending = (status: string) => status.startsWith('pending-');

function isStuck({ record, observedAt }: ObservedRelease): boolean {
  const age = observedAt.getTime() - (record.createdAt?.getTime() ?? 0);
  return isPending(record.status) && age > STUCK_AFTER_MS;
}

/** Vault itself: the official chart, installed by the real helm. */
export function helmRelease(options: {
  readonly wiring: ChartWiring;
  readonly helm: Helm;
  readonly kubernetes: KubernetesConnection;
  readonly repository?: string;
}): ManagedResource<ObservedRelease, HelmReleaseOutput> {
  const { wiring, helm, kubernetes, repository = CHART_REPOSITORY } = options;
  const { spec, names } = wiring;
  const { namespace, release } = spec;
  const values = chartValues(wiring);

  const output = (loadBalancer?: string): HelmReleaseOutput => {
    const host = spec.ui.hostname ?? loadBalancer;
    return {
      fullname: names.fullname,
      serviceUrl: `https://${names.fullname}-active.${namespace}.svc:8200`,
      uiUrl:
        spec.ui.exposure !== 'none' && host
          ? `https://${host}:8200/ui`
          : undefined,
    };
  };

  const install = async (ctx: OperationContext) => {
    await helm.upgradeInstall(
      {
        release,
        namespace,
        chart: CHART,
        version: spec.chartVersion,
        repository,
        values,
        labels: { [LABEL]: 'true' },
      },
      ctx,
    );
  };

  const loadBalancerOf = async (ctx: OperationContext) => {
    if (spec.ui.exposure === 'none') {
      return undefined;
    }
    const service = await kubernetes.get<V1Service>(
      {
        apiVersion: 'v1',
        kind: 'Service',
        name: `${names.fullname}-ui`,
        namespace,
      },
      ctx,
    );
    return service?.status?.loadBalancer?.ingress?.[0]?.hostname;
  };

  const podProblems = async (ctx: OperationContext) => {
    const pods = await listVaultPods(kubernetes, spec, ctx);
    return names.pods.flatMap(name => {
      const pod = pods.find(p => p.metadata?.name === name);
      if (!pod) {
        return [`${name} not created yet`];
      }
      return isRunning(pod) ? [] : [`${name} ${whyNotRunning(pod)}`];
    });
  };

  return {
    title: `Helm release ${namespace}/${release}`,
    async observe(ctx) {
      const record = await readRelease(kubernetes, spec, ctx);
      if (!record || record.status === 'uninstalled') {
        return undefined;
      }
      const [waitingPods, loadBalancer] = await Promise.all([
        podProblems(ctx),
        loadBalancerOf(ctx),
      ]);
      return { record, waitingPods, loadBalancer, observedAt: new Date() };
    },
    diff(observed) {
      const { record, waitingPods } = observed;
      if (record.labels[LABEL] !== 'true' || record.chart !== CHART) {
        return [
          {
            field: 'owner',
            refusal: `Helm release ${release} in namespace ${namespace} was not made by this product (chart ${record.chart} ${record.chartVersion}); choose another \`release\` or \`namespace\`.`,
          },
        ];
      }
      if (isPending(record.status) && !isStuck(observed)) {
        return [
          {
            field: 'status',
            from: record.status,
            to: 'deployed',
            pending: true,
          },
        ];
      }
      const changes: Change[] = [];
      if (record.status !== 'deployed') {
        changes.push({ field: 'status', from: record.status, to: 'deployed' });
      }
      if (record.chartVersion !== spec.chartVersion) {
        changes.push({
          field: 'chartVersion',
          from: record.chartVersion,
          to: spec.chartVersion,
        });
      }
      changes.push(...diffValues(record.values, values).map(refuseFixed));
      if (changes.length === 0 && waitingPods.length > 0) {
        changes.push({
          field: 'pods',
          from: waitingPods.join(', '),
          to: 'running',
          pending: true,
        });
      }
      return changes;
    },
    create: install,
    async update(ctx, observed) {
      if (isStuck(observed)) {
        // Helm refuses to touch a release while its newest record is pending, even when the helm that wrote it is gone.
        ctx.log(
          `Helm release ${release} is stuck in ${observed.record.status}; removing that record`,
        );
        await kubernetes.delete(
          {
            apiVersion: 'v1',
            kind: 'Secret',
            name: observed.record.secretName,
            namespace,
          },
          ctx,
        );
      }
      await install(ctx);
    },
    async delete(ctx) {
      await helm.uninstall({ release, namespace }, ctx);
    },
    output: ({ loadBalancer }) => output(loadBalancer),
    predict: () => output(),
  };
}
