import { createHelm } from '../connections/helm';
import type { GraphBuilder } from '../engine/createGraph';
import type { NeededOutputs, NodeRef } from '../engine/Graph';
import {
  helmRelease,
  HelmReleaseOutput,
  injectorCa,
} from '../resources/kubernetes';
import { keepLeader, podsUpToDate } from '../resources/vault';
import type { AwsNodes } from './context';
import { CLUSTER_PHASES } from './phases';
import type { addPreparation } from './preparation';
import type { VaultContext } from './vaultContext';

/** In the place of an ARN or name that only creation tells. */
const UNKNOWN = 'known-after-creation';

/** Adds the replacement of pods that are older than the release says; after an upgrade they are all. */
export function addRollOut(
  graph: GraphBuilder,
  { spec, kubernetes, session }: VaultContext,
  release: NodeRef<unknown>,
) {
  return graph.add({
    id: 'vault-pods',
    phase: CLUSTER_PHASES.helm,
    needs: {},
    endsWith: release,
    after: [release],
    make: () =>
      podsUpToDate({
        ...{ kubernetes, session, pods: session.pods },
        replicas: spec.replicas,
      }),
  });
}

type AwsSide = Pick<
  AwsNodes,
  | 'table'
  | 'sealKey'
  | 'role'
  | 'kmsEndpoint'
  | 'stsEndpoint'
  | 'dynamodbEndpoint'
>;

type Prepared = Omit<ReturnType<typeof addPreparation>, 'accounts'>;

/** What the chart is made of: the outputs that it needs, what a plan assumes of them, and how they are wired. */
function chartParts(
  { spec, names, kubernetes }: VaultContext,
  aws: AwsSide,
  { tls, storageClass }: Pick<Prepared, 'tls' | 'storageClass'>,
) {
  const { table, sealKey, role, kmsEndpoint, stsEndpoint, dynamodbEndpoint } =
    aws;
  const needs = {
    ...{ table, sealKey, role, storageClass },
    ...{ certificate: tls.certificate, ca: tls.ca },
    ...{ kmsEndpoint, stsEndpoint, dynamodbEndpoint },
  };
  const { caPem } = kubernetes;
  return {
    needs,
    // Which objects there will be does not depend on ARNs.
    assumed: {
      table: { name: names.table, arn: UNKNOWN },
      sealKey: { arn: UNKNOWN },
      role: { name: UNKNOWN, arn: UNKNOWN },
      certificate: { secret: names.tlsSecret, caPem },
      ca: { configMap: UNKNOWN, caPem },
      storageClass: { name: names.storageClass },
      ...{ kmsEndpoint: undefined, stsEndpoint: undefined },
      dynamodbEndpoint: undefined,
    },
    wire: (outputs: NeededOutputs<typeof needs>, trusted: string) => ({
      ...{ spec, names, caPem: trusted },
      table: outputs.table.name,
      sealKey: outputs.sealKey.arn,
      roleArn: outputs.role.arn,
      storageClass: outputs.storageClass.name,
      tlsSecret: outputs.certificate.secret,
      tlsItems: outputs.certificate.items,
      endpointUrls: {
        dynamodb: outputs.dynamodbEndpoint?.url,
        kms: outputs.kmsEndpoint?.url,
        sts: outputs.stsEndpoint?.url,
      },
    }),
  };
}

/** Adds the Helm release, wired to everything that Vault stands on. */
export function addRelease(
  graph: GraphBuilder,
  ctx: VaultContext,
  aws: AwsSide,
  prepared: Prepared & {
    /** What is there only because the release was. */
    readonly leftovers: readonly NodeRef<unknown>[];
  },
): NodeRef<HelmReleaseOutput> {
  const { spec, kubernetes, config, session } = ctx;
  const { served, namespace, leftovers } = prepared;
  const { needs, assumed, wire } = chartParts(ctx, aws, prepared);
  const helm = createHelm({ kubernetes, ...config.helm });
  return graph.add({
    id: 'helm-release',
    phase: CLUSTER_PHASES.helm,
    title: `Helm release ${spec.namespace}/${spec.release}`,
    needs,
    // What the upgrade asks of Vault is verified by what the pods serve.
    after: [served, ...leftovers],
    inside: [namespace],
    assumed,
    make: outputs =>
      helmRelease({
        ...{ helm, kubernetes },
        beforeUpgrade: run =>
          keepLeader({
            ...{ kubernetes, session, pods: session.pods },
            replicas: spec.replicas,
            ctx: run,
          }),
        // Until the pods of a former signer are replaced, agents may meet them.
        wiring: wire(outputs, outputs.ca.caPem),
      }),
  });
}

/** Adds that the injector hands out no older CA any more; for when no pod serves what it signed. */
export function addInjectorCa(
  graph: GraphBuilder,
  ctx: VaultContext,
  aws: AwsSide,
  options: Pick<Prepared, 'tls' | 'storageClass'> & {
    readonly release: NodeRef<unknown>;
    readonly after: readonly NodeRef<unknown>[];
  },
): readonly NodeRef<unknown>[] {
  const { spec, kubernetes, config } = ctx;
  if (!spec.injector.enabled) {
    return [];
  }
  const { release, after } = options;
  const { needs, wire } = chartParts(ctx, aws, options);
  const helm = createHelm({ kubernetes, ...config.helm });
  return [
    graph.add({
      id: 'injector-ca',
      phase: CLUSTER_PHASES.helm,
      title: `CA of Vault alone in the injector of ${spec.namespace}/${spec.release}`,
      needs,
      endsWith: release,
      after: [release, ...after],
      make: outputs =>
        injectorCa({
          ...{ helm, kubernetes },
          wiring: wire(outputs, outputs.certificate.caPem),
        }),
    }),
  ];
}
