import { ConfigReader } from '@backstage/config';
import { ConflictError, InputError } from '@backstage/errors';
import {
  parseSpec,
  type VaultClusterSpec,
  type VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from '../../../src/blueprint';
import { CLUSTER_PHASES } from '../../../src/blueprint/phases';
import { vaultContext } from '../../../src/blueprint/vaultContext';
import { readVaultEksConfig } from '../../../src/config';
import { AwsConnections } from '../../../src/connections/aws';
import { EksConnections } from '../../../src/connections/eks';
import type { KubernetesConnection } from '../../../src/connections/kubernetes';
import {
  findLeader,
  runningPods,
  withPod,
  type VaultAnswer,
  type VaultRequest,
} from '../../../src/connections/vault';
import { applyGraph, planGraph } from '../../../src/engine';
import { surveyCluster } from '../../../src/operations/survey';
import { OPERATOR, adminRole } from '../../../src/resources/vault';

type Phase = keyof typeof CLUSTER_PHASES;
type Ask = Pick<VaultRequest, 'method' | 'path'> & {
  readonly body?: unknown;
  readonly token?: string;
};

/** What Vault answered, read as JSON. */
export interface Told {
  readonly status: number;
  // What a server says is looked at as it comes.
  readonly body: Readonly<Record<string, unknown>>;
}

/** One Vault that the product makes step by step. */
export interface OpenVault {
  readonly spec: VaultClusterSpec;
  readonly kubernetes: KubernetesConnection;
  /** Brings about everything up to and with this phase, as a deploy does. */
  applyUntil(phase: Phase): ReturnType<typeof applyGraph>;
  /** Brings about all of it, and tells what it claims in the end. */
  applyAll(): Promise<readonly VerifiedClaim[]>;
  /** What a plan of everything up to and with this phase says would change. */
  changesUntil(phase: Phase): Promise<string[]>;
  pods(): Promise<string[]>;
  leader(): Promise<string>;
  /** Asks one pod, or the leader. */
  ask(request: Ask, pod?: string): Promise<Told>;
  /** The root token that custody still holds. */
  rootToken(): Promise<string | undefined>;
  /** Logs in by a Kubernetes identity as the product does. */
  login(who: 'operator' | 'admin'): Promise<string>;
  close(): Promise<void>;
}

const ORDER: readonly Phase[] = [
  'kubernetes',
  'helm',
  'initialise',
  'audit',
  'configure',
  'verify',
];

function readBody({ status, body }: VaultAnswer): Told {
  return { status, body: body ? Object(JSON.parse(body)) : {} };
}

/**
 * Opens the place of a Vault on a cluster of the server that stands in for AWS.
 *
 * @throws InputError without `AWS_ENDPOINT_URL` and `VAULT_EKS_HELM_REPOSITORY`, so that nothing here reaches a real
 * account by accident
 */
export async function openVault(): Promise<OpenVault> {
  const { AWS_ENDPOINT_URL, AWS_REGION, VAULT_EKS_HELM_REPOSITORY } =
    process.env;
  if (!AWS_ENDPOINT_URL || !VAULT_EKS_HELM_REPOSITORY) {
    throw new InputError(
      'AWS_ENDPOINT_URL and VAULT_EKS_HELM_REPOSITORY: set both to those of a sandbox; npm run conformance:vault starts one',
    );
  }
  const config = new ConfigReader({
    vaultEks: { helm: { repository: VAULT_EKS_HELM_REPOSITORY } },
  });
  const { signal } = new AbortController();
  const log = () => {};
  const eks = new EksConnections({
    aws: AwsConnections.create({ config }),
    log,
  });
  const spec = parseSpec({ cluster: 'platform-prod', region: AWS_REGION });
  const workshop = { config: readVaultEksConfig(config), eks };
  const { context, finding } = await surveyCluster(workshop, spec, { signal });
  if (!context) {
    await eks.close();
    throw new ConflictError(finding.what);
  }
  const { kubernetes } = context;
  const { session, custody } = vaultContext(context);
  const { nodes, cluster } = buildBlueprint(context);
  const until = (phase: Phase) => {
    const later = ORDER.slice(ORDER.indexOf(phase) + 1).map(
      name => CLUSTER_PHASES[name],
    );
    return nodes.filter(node => !later.some(name => name === node.phase));
  };
  const leader = () => findLeader(kubernetes, session.pods, { signal });
  const ask: OpenVault['ask'] = async (request, pod) =>
    withPod(session.pods, pod ?? (await leader()), { signal }, async client =>
      readBody(await client.send({ ...request, signal })),
    );
  return {
    spec,
    kubernetes,
    applyUntil: async phase => applyGraph(until(phase), { signal, log }),
    applyAll: async () =>
      (await applyGraph(nodes, { signal, log })).outputOf(cluster.claims),
    changesUntil: async phase =>
      (await planGraph(until(phase), { signal, log }))
        .filter(({ verb }) => verb !== 'keep' && verb !== 'run')
        .map(({ id, verb }) => `${verb} ${id}`),
    pods: () => runningPods(kubernetes, session.pods, { signal }),
    leader,
    ask,
    rootToken: async () => {
      const record = await custody.read({ signal });
      return record.state === 'initialised' ? record.rootToken : undefined;
    },
    login: who =>
      session.onLeader({ signal }, client =>
        session.login(who === 'operator' ? OPERATOR : adminRole(spec), client, {
          signal,
        }),
      ),
    close: () => eks.close(),
  };
}
