import { setTimeout as sleep } from 'node:timers/promises';
import type { Seed } from '../seed';
import type {
  AwsAuthority,
  ClusterIdentity,
  LatencyProfile,
  RunningServer,
  StateStore,
} from '../world';
import { Credentials, type AccessKey } from './auth/Credentials';
import { verifyEksToken } from './auth/eksToken';
import { AwsState } from './AwsState';
import { accessOf } from './clusterAccess';
import type { AwsFaults, RecordedCall } from './Faults';
import { administratorAccess } from './policy/PolicyDocument';
import { seedAws } from './seed';
import { clusterSecurityGroupId, subnetsOf } from './seed/network';
import { Dispatcher } from './server/Dispatcher';
import { listen } from './server/listen';
import type { Caller, Service } from './Service';
import { dynamoDbService } from './services/dynamodb';
import { DynaliteEngine } from './services/dynamodb/DynaliteEngine';
import { ec2Service } from './services/ec2';
import { eksService } from './services/eks';
import { iamService } from './services/iam';
import { kmsService } from './services/kms';
import { secretsManagerService } from './services/secretsmanager';
import { stsService } from './services/sts';

const tableTakes = 3000;

/** How the sandbox's AWS is set up. */
export interface AwsServerOptions {
  readonly seed: Seed;
  readonly clusters: readonly ClusterIdentity[];
  readonly state: StateStore;
  readonly latency: LatencyProfile;
  /** 0 for any free port. */
  readonly port: number;
  /** Users beside the seed's administrator; they may enter no cluster until an access entry says so. */
  readonly accessKeys?: readonly AccessKey[];
  readonly faults?: AwsFaults;
  /** Told of every call, for tests of least privilege. */
  readonly onCall?: (call: RecordedCall) => void;
  /** Told of operations that the sandbox does not serve. */
  readonly onUnknownOperation?: (service: string, operation: string) => void;
}

/** The sandbox's AWS: an endpoint for SDKs, and the authority behind EKS tokens. */
export type AwsServer = RunningServer & AwsAuthority;

/** Starts the AWS endpoint. */
export async function createAwsServer(
  options: AwsServerOptions,
): Promise<AwsServer> {
  const { seed, clusters, state: store, latency } = options;
  const isRealistic = latency === 'realistic';
  const state = new AwsState(store);
  const accessKeys = [administratorKey(seed), ...(options.accessKeys ?? [])];
  const credentials = new Credentials({
    account: seed.account,
    accessKeys,
    store,
    rolePolicies: role => state.iam.policiesOf(role),
  });
  seedAws({
    state,
    seed,
    clusters,
    administrators: [administratorArn(seed)],
    now: new Date(),
  });
  const engine = new DynaliteEngine({
    folder: store.folder,
    settleMilliseconds: isRealistic ? tableTakes : 0,
  });
  const sts = stsService({ iam: state.iam, credentials, clusters });
  const others = servicesOf({ seed, clusters, state, engine, accessKeys });
  const dispatcher = new Dispatcher({
    account: seed.account,
    defaultRegion: seed.region,
    services: new Map([sts, ...others].map(service => [service.name, service])),
    fallback: sts,
    credentials,
    faults: options.faults ?? { beforeCall: () => undefined },
    settlesAt: milliseconds => Date.now() + (isRealistic ? milliseconds : 0),
    pause: sleep,
    record: options.onCall ?? (() => {}),
    unknownOperation:
      options.onUnknownOperation ??
      ((service, operation) =>
        process.stderr.write(
          `sandbox aws: ${service}:${operation} is not served here\n`,
        )),
  });
  const server = await listen(dispatcher, options.port);
  return {
    url: server.url,
    async close() {
      await server.close();
      await engine.close();
    },
    verifyEksToken: (token, clusterName) =>
      verifyEksToken({ token, clusterName, credentials, now: new Date() }),
    accessOf: (clusterName, principalArn) =>
      accessOf(state, clusterName, principalArn),
  };
}

function servicesOf(options: {
  readonly seed: Seed;
  readonly clusters: readonly ClusterIdentity[];
  readonly state: AwsState;
  readonly engine: DynaliteEngine;
  readonly accessKeys: readonly AccessKey[];
}): readonly Service[] {
  const { seed, clusters, state, engine, accessKeys } = options;
  return [
    iamService({
      state: state.iam,
      principal: arn => principalOf(state, accessKeys, seed.account, arn),
    }),
    eksService({
      state: state.eks,
      clusters,
      network: cluster => networkOf(seed, cluster),
      createdAt: new Date('2026-01-15T09:00:00Z'),
    }),
    ec2Service(state.ec2),
    kmsService(state.kms),
    secretsManagerService(state.secrets, state.kms),
    dynamoDbService({ engine, settings: state.tables, kms: state.kms }),
  ];
}

function administratorArn(seed: Seed): string {
  return `arn:aws:iam::${seed.account}:user/${seed.accessKey.userName}`;
}

function administratorKey(seed: Seed): AccessKey {
  const { accessKeyId, secretAccessKey } = seed.accessKey;
  return {
    accessKeyId,
    secretAccessKey,
    principalArn: administratorArn(seed),
    policies: [administratorAccess],
  };
}

function networkOf(seed: Seed, cluster: ClusterIdentity) {
  const seeded = seed.clusters.find(item => item.name === cluster.name);
  if (!seeded) {
    throw new Error(`the cluster ${cluster.name} is not in the seed`);
  }
  return {
    subnetIds: subnetsOf(seeded).flatMap(subnet => [
      subnet.privateId,
      subnet.publicId,
    ]),
    securityGroupId: clusterSecurityGroupId(seeded),
  };
}

function principalOf(
  state: AwsState,
  accessKeys: readonly AccessKey[],
  account: string,
  arn: string,
): Caller | undefined {
  const user = accessKeys.find(key => key.principalArn === arn);
  const role = state.iam.roles.find(candidate => candidate.arn === arn);
  if (!user && !role) {
    return undefined;
  }
  return {
    account,
    arn,
    userId: role?.id ?? '',
    principalArn: arn,
    policies: () =>
      role ? state.iam.policiesOf(role.name) : user?.policies ?? [],
  };
}
