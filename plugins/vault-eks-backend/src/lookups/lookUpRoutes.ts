import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  awsAccount,
  awsRegion,
  eksClusterName,
  type ClusterNetwork,
  type FoundClusters,
  type FoundKeys,
  type FoundTables,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AwsLookups } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { RequestHandler } from 'express';
import limiter from 'p-limit';
import { z } from 'zod/v3';
import { publicError } from '../http/publicError';
import { parseRequest } from '../http/query';
import type { MayLookUp } from './mayLookUp';
import { SharedAnswers } from './SharedAnswers';

/** Look-ups under way at once in one backend, whoever asks. */
const LOOK_UPS_AT_ONCE = 8;

/** Errors whose messages say the reason and the fix and nothing else; see {@link AwsLookups}. */
const TOLD = [
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
];

const account = awsAccount.optional();
const search = z.string().max(100, 'use at most 100 characters').optional();
const clustersQuery = z
  .object({ account, region: awsRegion.optional(), search })
  .strict();
const networkQuery = z
  .object({ account, region: awsRegion, cluster: eksClusterName })
  .strict();
const placeQuery = z.object({ account, region: awsRegion, search }).strict();

/** The look-ups over HTTP, each a GET. */
export interface LookUpRoutes {
  readonly clusters: RequestHandler;
  readonly network: RequestHandler;
  readonly keys: RequestHandler;
  readonly tables: RequestHandler;
}

/** GET /v1/lookups/…: what a form may choose from. */
export function lookUpRoutes(options: {
  readonly freshForMs: number;
  readonly timeoutMs: number;
  readonly logger: LoggerService;
  readonly lookups: AwsLookups;
  readonly mayLookUp: MayLookUp;
}): LookUpRoutes {
  const { freshForMs, timeoutMs, logger, lookups, mayLookUp } = options;
  const limit = limiter(LOOK_UPS_AT_ONCE);

  const route = <TSchema extends z.AnyZodObject, TAnswer>(
    schema: TSchema,
    what: string,
    ask: (query: z.output<TSchema>, signal: AbortSignal) => Promise<TAnswer>,
  ): RequestHandler => {
    const answers = new SharedAnswers<TAnswer>({
      ...{ freshForMs, timeoutMs, limit },
    });
    return async (req, res) => {
      await mayLookUp(req);
      const query = parseRequest(schema, req.query);
      const key = JSON.stringify(Object.entries(query).sort());
      try {
        res.json(await answers.get(key, signal => ask(query, signal)));
      } catch (error) {
        throw isError(error) && TOLD.includes(error.name)
          ? error
          : publicError({ error, doing: `Looking up ${what}`, logger });
      }
    };
  };

  return {
    clusters: route<typeof clustersQuery, FoundClusters>(
      clustersQuery,
      'EKS clusters',
      ({ search: text, ...where }, signal) =>
        lookups.findClusters(where, { search: text, signal }),
    ),
    network: route<typeof networkQuery, ClusterNetwork>(
      networkQuery,
      'the network of a cluster',
      (where, signal) => lookups.readNetwork(where, { signal }),
    ),
    keys: route<typeof placeQuery, FoundKeys>(
      placeQuery,
      'KMS keys',
      ({ search: text, ...where }, signal) =>
        lookups.findKeys(where, { search: text, signal }),
    ),
    tables: route<typeof placeQuery, FoundTables>(
      placeQuery,
      'DynamoDB tables',
      ({ search: text, ...where }, signal) =>
        lookups.findTables(where, { search: text, signal }),
    ),
  };
}
