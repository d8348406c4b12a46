import { createHelm } from '../connections/helm';
import { createVaultPods } from '../connections/vault';
import type { GraphBuilder } from '../engine/createGraph';
import type { NeededOutputs, NodeRef } from '../engine/Graph';
import {
  auditStorageClass,
  helmRelease,
  HelmReleaseOutput,
  loginServiceAccount,
  reloadCertificates,
  serverCertificate,
  vaultNamespace,
} from '../resources/kubernetes';
import {
  ADMIN_POLICY,
  adminRole,
  auditDevices,
  createSecretsManagerCustody,
  createTransientSecret,
  createVaultSession,
  Custody,
  initialisation,
  kubernetesAuth,
  kubernetesRole,
  OPERATOR,
  OPERATOR_POLICY,
  podsUpToDate,
  rootTokenRetired,
  STATUS_READER_POLICY,
  vaultPolicy,
  VaultSession,
  verification,
} from '../resources/vault';
import type { AwsNodes, BlueprintContext, ClusterNodes } from './context';

/** The phases after AWS, as they are shown and logged. */
export const CLUSTER_PHASES = {
  kubernetes: 'Kubernetes',
  helm: 'Helm',
  initialise: 'Initialise',
  audit: 'Audit',
  configure: 'Configure',
  verify: 'Verify',
} as const;

/** What the Vault phases share. */
interface VaultContext extends BlueprintContext {
  readonly session: VaultSession;
  readonly custody: Custody;
}

function vaultContext(ctx: BlueprintContext): VaultContext {
  const { spec, names, owner, aws, kubernetes } = ctx;
  const custody = createSecretsManagerCustody({
    client: aws.secretsManager,
    name: names.custodySecret,
    rootToken: createTransientSecret({
      client: aws.secretsManager,
      name: names.rootTokenSecret,
      description: `Root token of the Vault ${owner}, until its deploy ends`,
      owner,
      kmsKeyId: spec.custody.kmsKeyId,
    }),
  });
  const pods = createVaultPods({
    kubernetes,
    namespace: spec.namespace,
    release: spec.release,
  });
  const session = createVaultSession({ kubernetes, pods, custody });
  return { ...ctx, custody, session };
}

function addPreparation(graph: GraphBuilder, ctx: BlueprintContext) {
  const { spec, names, kubernetes } = ctx;
  const phase = CLUSTER_PHASES.kubernetes;
  const namespace = graph.add({
    id: 'namespace',
    phase,
    needs: {},
    make: () => vaultNamespace({ owner: spec, kubernetes }),
  });
  const storageClass = graph.add({
    id: 'storage-class',
    phase,
    needs: {},
    make: () =>
      auditStorageClass({
        owner: spec,
        name: names.storageClass,
        existing: spec.audit.storageClass !== undefined,
        kubernetes,
      }),
  });
  const certificate = graph.add({
    id: 'server-certificate',
    phase,
    needs: {},
    after: [namespace],
    make: () =>
      serverCertificate({
        spec,
        secretName: names.tlsSecret,
        kubernetes,
        onRenewed: run => reloadCertificates({ spec, kubernetes, ctx: run }),
      }),
  });
  const accounts = [OPERATOR, adminRole(spec)].map(({ serviceAccount }) =>
    graph.add({
      id: `service-account-${serviceAccount}`,
      phase,
      needs: {},
      after: [namespace],
      make: () =>
        loginServiceAccount({ owner: spec, name: serviceAccount, kubernetes }),
    }),
  );
  return { namespace, storageClass, certificate, accounts };
}

function addRelease(
  graph: GraphBuilder,
  ctx: BlueprintContext,
  aws: AwsNodes,
  prepared: ReturnType<typeof addPreparation>,
): NodeRef<HelmReleaseOutput> {
  const { spec, names, kubernetes, config } = ctx;
  const { table, sealKey, role, kmsEndpoint, stsEndpoint, dynamodbEndpoint } =
    aws;
  const { certificate, storageClass, namespace } = prepared;
  const helm = createHelm({ kubernetes, binary: config.helm.binary });
  const common = {
    id: 'helm-release',
    phase: CLUSTER_PHASES.helm,
    title: `Helm release ${spec.namespace}/${spec.release}`,
    after: [stsEndpoint, dynamodbEndpoint, namespace].filter(
      node => node !== undefined,
    ),
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

function addConfiguration(
  graph: GraphBuilder,
  ctx: VaultContext,
  after: readonly NodeRef<unknown>[],
) {
  const { spec, session } = ctx;
  const admin = adminRole(spec);
  const common = { phase: CLUSTER_PHASES.configure, needs: {} };
  const auth = graph.add({
    ...common,
    id: 'kubernetes-auth',
    after,
    make: () => kubernetesAuth({ session, admin }),
  });
  const policies = [ADMIN_POLICY, OPERATOR_POLICY, STATUS_READER_POLICY].map(
    policy =>
      graph.add({
        ...common,
        id: `policy-${policy.name}`,
        after,
        make: () => vaultPolicy({ session, policy, admin }),
      }),
  );
  return [admin, OPERATOR].map(role =>
    graph.add({
      ...common,
      id: `role-${role.name}`,
      // A login with a policy that does not exist yet may do nothing.
      after: [auth, ...policies],
      make: () => kubernetesRole({ session, role, admin }),
    }),
  );
}

/** Adds everything inside the EKS cluster: from the namespace to the verification of a Vault at work. */
export function addClusterResources(
  graph: GraphBuilder,
  context: BlueprintContext,
  aws: AwsNodes,
): ClusterNodes {
  const ctx = vaultContext(context);
  const { spec, names, kubernetes, session, custody } = ctx;
  const prepared = addPreparation(graph, ctx);
  const release = addRelease(graph, ctx, aws, prepared);

  const upToDate = graph.add({
    id: 'vault-pods',
    phase: CLUSTER_PHASES.helm,
    needs: {},
    after: [release],
    make: () => podsUpToDate({ kubernetes, pods: session.pods }),
  });
  const initialised = graph.add({
    id: 'initialisation',
    phase: CLUSTER_PHASES.initialise,
    needs: {},
    after: [upToDate, aws.custodySecret],
    make: () =>
      initialisation({
        spec,
        kubernetes,
        pods: session.pods,
        custody,
        table: names.table,
      }),
  });
  const audit = graph.add({
    id: 'audit-devices',
    phase: CLUSTER_PHASES.audit,
    needs: {},
    after: [initialised, ...prepared.accounts],
    make: () => auditDevices({ session }),
  });
  const roles = addConfiguration(graph, ctx, [audit]);
  const retired = graph.add({
    id: 'root-token-retired',
    phase: CLUSTER_PHASES.configure,
    needs: {},
    after: roles,
    make: () => rootTokenRetired({ session, custody, admin: adminRole(spec) }),
  });
  const claims = graph.add({
    id: 'verification',
    phase: CLUSTER_PHASES.verify,
    kind: 'run',
    needs: {},
    after: [retired],
    make: () => verification({ spec, kubernetes, session, custody }),
  });
  return { claims, service: release };
}
