import { createHelm } from '../connections/helm';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import { helmRelease, HelmReleaseOutput } from '../resources/kubernetes';
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

/** Adds the Helm release, wired to everything that Vault stands on. */
export function addRelease(
  graph: GraphBuilder,
  ctx: VaultContext,
  aws: Pick<
    AwsNodes,
    | 'table'
    | 'sealKey'
    | 'role'
    | 'kmsEndpoint'
    | 'stsEndpoint'
    | 'dynamodbEndpoint'
  >,
  prepared: Omit<ReturnType<typeof addPreparation>, 'accounts'> & {
    /** What is there only because the release was. */
    readonly leftovers: readonly NodeRef<unknown>[];
  },
): NodeRef<HelmReleaseOutput> {
  const { spec, names, kubernetes, config, session } = ctx;
  const { table, sealKey, role, kmsEndpoint, stsEndpoint, dynamodbEndpoint } =
    aws;
  const { tls, served, storageClass, namespace, leftovers } = prepared;
  const { certificate } = tls;
  const helm = createHelm({ kubernetes, ...config.helm });
  return graph.add({
    id: 'helm-release',
    phase: CLUSTER_PHASES.helm,
    title: `Helm release ${spec.namespace}/${spec.release}`,
    needs: {
      ...{ table, sealKey, role, certificate, storageClass },
      ...{ kmsEndpoint, stsEndpoint, dynamodbEndpoint },
    },
    // What the upgrade asks of Vault is verified by what the pods serve.
    after: [served, ...leftovers],
    inside: [namespace],
    // Which objects there will be does not depend on ARNs.
    assumed: {
      table: { name: names.table, arn: UNKNOWN },
      sealKey: { arn: UNKNOWN },
      role: { name: UNKNOWN, arn: UNKNOWN },
      certificate: { secret: names.tlsSecret, caPem: kubernetes.caPem },
      storageClass: { name: names.storageClass },
      ...{ kmsEndpoint: undefined, stsEndpoint: undefined },
      dynamodbEndpoint: undefined,
    },
    make: outputs =>
      helmRelease({
        helm,
        kubernetes,
        beforeUpgrade: run =>
          keepLeader({
            ...{ kubernetes, session, pods: session.pods },
            replicas: spec.replicas,
            ctx: run,
          }),
        wiring: {
          spec,
          names,
          caPem: outputs.certificate.caPem,
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
        },
      }),
  });
}
