import express, { type Express, type RequestHandler } from 'express';
import type { Pace, Quotas } from '../aws';
import type { PodDisturbances } from '../interference/PodDisturbances';
import type { SignerMood } from '../kube';
import type { ClusterStore } from '../kubelet/PodHost';
import type { ClusterIdentity, RunningServer } from '../world';
import { awsOverview, type AwsAccess } from './awsOverview';
import { answerError } from './answerError';
import type { CallLog } from './CallLog';
import { addCalls, CALL_ROUTES } from './callRoutes';
import { clusterOverview } from './clusterOverview';
import { addClusters } from './clusterRoutes';
import { addFaults, type Serves } from './faultRoutes';
import type { InjectedFaults } from './faults';
import { listen } from './listen';
import type { Overview } from './Overview';
import { addPace } from './paceRoutes';
import { page } from './page';
import { content } from './sections';
import { addSigner } from './signerRoutes';

const SHOWN_CALLS = 30;

/** How a process of a pod may be ended. */
export type KillSignal = 'SIGKILL' | 'SIGTERM';

/** A cluster as the control endpoint sees it. */
export interface ControlledCluster {
  readonly identity: ClusterIdentity;
  readonly store: ClusterStore;
  readonly signer: SignerMood;
  /** Ends the pod's process behind Kubernetes' back; says whether there was one. */
  kill(options: {
    readonly namespace: string;
    readonly pod: string;
    readonly signal: KillSignal;
    /** How long it stays down before it is started again. */
    readonly holdMs?: number;
  }): boolean;
  /** Cuts every connection to the API server, which listens again after so many milliseconds. */
  interrupt(downMs: number): Promise<void>;
}

/** What the control endpoint shows and changes. */
export interface ControlServerOptions {
  readonly port: number;
  readonly account: string;
  readonly aws: AwsAccess;
  readonly helmRepository: string;
  readonly clusters: readonly ControlledCluster[];
  readonly faults: InjectedFaults;
  readonly disturbances: PodDisturbances;
  /** Calls to AWS. */
  readonly calls: CallLog;
  /** Calls to the API servers and to Vault; who made them is a Kubernetes user, or how Vault was asked. */
  readonly clusterCalls: CallLog;
  readonly pace: Pace;
  readonly quotas: Quotas;
  /** Whether an AWS service has this operation here. */
  readonly serves: Serves;
}

/** Any web page may send a form to loopback, under a name of its own; only this page may break things. */
const refuseOtherSites: RequestHandler = (req, res, next) => {
  const { origin, host = '' } = req.headers;
  const isLoopback = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
  if (!isLoopback || (origin !== undefined && origin !== `http://${host}`)) {
    res
      .status(403)
      .json({ error: 'Only the sandbox page itself may ask this' });
    return;
  }
  next();
};

/** Serves the page for people and `/control` for tests. */
export function startControlServer(
  options: ControlServerOptions,
): Promise<RunningServer> {
  const app = express().disable('x-powered-by');
  app.use(
    refuseOtherSites,
    express.json(),
    express.urlencoded({ extended: false }),
  );
  addPage(app, options);
  addSigner(app, options.clusters);
  addClusters(app, options);
  addFaults(app, options);
  addCalls(app, CALL_ROUTES.aws, options.calls);
  addCalls(app, CALL_ROUTES.clusters, options.clusterCalls);
  addPace(app, options);
  app.use(answerError);
  return listen(app, options.port, "the sandbox's page");
}

function addPage(app: Express, options: ControlServerOptions) {
  const shown = async () => ({
    overview: await overviewOf(options),
    calls: [...options.calls.calls()].slice(-SHOWN_CALLS).reverse(),
  });
  app.get(
    '/',
    asynchronous(async (_, res) => {
      res.type('html').send(page(await shown()));
    }),
  );
  app.get(
    '/content',
    asynchronous(async (_, res) => {
      res.type('html').send(content(await shown()).text);
    }),
  );
  app.get(
    '/control/overview',
    asynchronous(async (_, res) => {
      res.json(await overviewOf(options));
    }),
  );
}

async function overviewOf(options: ControlServerOptions): Promise<Overview> {
  return {
    account: options.account,
    region: options.aws.region,
    awsEndpoint: options.aws.endpoint,
    helmRepository: options.helmRepository,
    clusters: options.clusters.map(({ identity, store }) =>
      clusterOverview(identity, store),
    ),
    aws: await awsOverview(options.aws),
  };
}

function asynchronous(
  handler: (...args: Parameters<RequestHandler>) => Promise<void>,
): RequestHandler {
  return (req, res, next) => {
    handler(req, res, next).catch(next);
  };
}
