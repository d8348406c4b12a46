import { createHelm } from '../connections/helm';
import type { GraphBuilder } from '../engine/createGraph';
import type { NeededOutputs, NodeRef } from '../engine/Graph';
import { helmRelease, HelmReleaseOutput } from '../resources/kubernetes';
import type { AwsNodes, BlueprintContext } from './context';
import { CLUSTER_PHASES } from './phases';
import type { addPreparation } from './preparation';

/** Adds the Helm release, wired to everything that Vault stands on. */
export function addRelease(
  graph: GraphBuilder,
  ctx: BlueprintContext,
  aws: AwsNodes,
  prepared: ReturnType<typeof addPreparation> & {
    /** What is there only because the release was. */
    readonly leftovers: readonly NodeRef<unknown>[];
  },
): NodeRef<HelmReleaseOutput> {
  const { spec, names, kubernetes, config } = ctx;
  const { table, sealKey, role, kmsEndpoint, stsEndpoint, dynamodbEndpoint } =
    aws;
  const { certificate, storageClass, namespace, leftovers } = prepared;
  const helm = createHelm({ kubernetes, binary: config.helm.binary });
  const common = {
    id: 'helm-release',
    phase: CLUSTER_PHASES.helm,
    title: `Helm release ${spec.namespace}/${spec.release}`,
    after: [stsEndpoint, dynamodbEndpoint, ...leftovers].filter(
      node => node !== undefined,
    ),
    inside: [namespace],
  };
  const needs = { table, sealKey, role, certificate, storageClass };
  const make = (
    outputs: NeededOutputs<typeof needs>,
    kmsEndpointUrl?: string,
  ) =>
    helmRelease({
      helm,
      kubernetes,
      repository: config.helm.repository,
      wiring: {
        spec,
        names,
        caPem: kubernetes.caPem,
        table: outputs.table.name,
        sealKey: outputs.sealKey.arn,
        roleArn: outputs.role.arn,
        storageClass: outputs.storageClass.name,
        tlsSecret: outputs.certificate.secret,
        kmsEndpointUrl,
      },
    });
  return kmsEndpoint
    ? graph.add({
        ...common,
        needs: { ...needs, kmsEndpoint },
        make: outputs => make(outputs, outputs.kmsEndpoint.url),
      })
    : graph.add({ ...common, needs, make: outputs => make(outputs) });
}
