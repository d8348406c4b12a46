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
import { passageFinder } from './passage/passageOf';
import type { AwsFaults, RecordedCall } from './Faults';
import { administratorAccess } from './policy/PolicyDocument';
import { Pace } from './Pace';
import { Quotas } from './Quotas';
import { seedAws } from './seed';
import { clusterSecurityGroupId, subnetsOf } from './seed/network';
import { Dispatcher } from './server/Dispatcher';
import { listen } from './server/listen';
import { mayBeNamed, principalOf } from './principalOf';
import type { CallContext, Service } from './Service';
import { dynamoDbService } from './services/dynamodb';
import { DynaliteEngine } from './services/dynamodb/DynaliteEngine';
import { ec2Service } from './services/ec2';
import { ebsVolumes, type EbsVolumes } from './services/ec2/volumes';
import { eksService } from './services/eks';
import { iamService } from './services/iam';
import { kmsService } from './services/kms';
import { secretsManagerService } from './services/secretsmanager';
import { stsService } from './services/sts';

const tableTakes = 3000;

/** What is there from the start has been there for long. */
const seededAt = new Date('2026-01-15T09:00:00Z');

/** How the sandbox's AWS is set up. */
export interface AwsServerOptions {
  readonly seed: Seed;
  readonly clusters: readonly ClusterIdentity[];
  readonly state: StateStore;
  /** Default: none. */
  readonly latency?: LatencyProfile;
  /** Takes the place of `latency` for whoever wants to change the pace later. */
  readonly pace?: Pace;
  readonly quotas?: Quotas;
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
export interface AwsServer extends RunningServer, AwsAuthority {
  /** Whether a service has this operation here. */
  serves(service: string, operation: string): boolean;
  /** The EBS volumes that the clusters' drivers make. */
  readonly volumes: EbsVolumes;
}

/** Starts the AWS endpoint. */
export async function createAwsServer(
  options: AwsServerOptions,
): Promise<AwsServer> {
  const { seed, clusters, state: store } = options;
  const pace = options.pace ?? new Pace(options.latency ?? 'none');
  const quotas = options.quotas ?? new Quotas();
  const state = new AwsState(store);
  const accessKeys = [administratorKey(seed), ...(options.accessKeys ?? [])];
  const credentials = new Credentials({
    account: seed.account,
    accessKeys,
    store,
    rolePermissions: role => state.iam.permissionsOf(role),
  });
  seedAws({
    state,
    seed,
    clusters,
    administrators: [administratorArn(seed)],
    now: seededAt,
  });
  const engine = new DynaliteEngine({
    folder: store.folder,
    settleMilliseconds: () => pace.takes(tableTakes),
  });
  const sts = stsService({ iam: state.iam, credentials, clusters });
  const others = servicesOf({
    seed,
    clusters,
    state,
    engine,
    accessKeys,
    quotas,
  });
  const services = new Map(
    [sts, ...others].map(service => [service.name, service]),
  );
  const closing = new AbortController();
  const dispatcher = new Dispatcher({
    account: seed.account,
    defaultRegion: seed.region,
    services,
    fallback: sts,
    credentials,
    faults: options.faults ?? { beforeCall: () => undefined },
    pace,
    pause: milliseconds =>
      sleep(milliseconds, undefined, { signal: closing.signal }).catch(
        () => {},
      ),
    passageOf: passageFinder(state.ec2, clusters),
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
      closing.abort();
      await server.close();
      await engine.close();
    },
    volumes: ebsVolumes(state.ec2),
    serves: (service, operation) =>
      services.get(service)?.implements(operation) ?? false,
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
  readonly quotas: Quotas;
}): readonly Service[] {
  const { seed, clusters, state, engine, accessKeys, quotas } = options;
  const { account } = seed;
  const principal = (arn: string, context: CallContext) =>
    principalOf({ state, accessKeys, account, arn, context });
  const nameable = (arn: string, context: CallContext) =>
    mayBeNamed({ state, accessKeys, account, arn, context });
  return [
    iamService({ state: state.iam, principal, nameable }),
    eksService({
      state: state.eks,
      clusters,
      network: cluster => networkOf(seed, cluster),
      createdAt: seededAt,
    }),
    ec2Service(state.ec2, quotas),
    kmsService(state.kms, nameable),
    secretsManagerService(state.secrets, state.kms, nameable),
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
