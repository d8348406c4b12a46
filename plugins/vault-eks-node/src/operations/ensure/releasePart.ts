import {
  addCertificate,
  addCurrentCa,
  addServing,
} from '../../blueprint/certificate';
import { addNamespace, addStorageClass } from '../../blueprint/preparation';
import { addInjectorCa, addRelease, addRollOut } from '../../blueprint/release';
import { vaultContext } from '../../blueprint/vaultContext';
import type { GraphBuilder } from '../../engine/createGraph';
import { PREFLIGHT_CHECKS } from '../../preflight';
import type { AwsPart } from './AwsPart';
import { addNamed } from './givenNodes';

/** What the release puts out. */
export interface ReleasePartOutputs {
  /** As in the names of the pods: `vault` of `vault-0`. */
  readonly fullname: string;
  /** Inside the cluster. */
  readonly serviceUrl: string;
  /** Absent until the load balancer has a name, and without one. */
  readonly uiUrl: string;
}

/** What the AWS half has put out, by whatever made it. */
export interface ReleaseFoundation {
  readonly tableName: string;
  readonly tableArn: string;
  readonly keyArn: string;
  readonly roleName: string;
  readonly roleArn: string;
  /** Addresses of endpoints that no private DNS name leads to. */
  readonly dynamodbEndpointUrl?: string;
  readonly kmsEndpointUrl?: string;
  readonly stsEndpointUrl?: string;
}

const addEndpoint = (
  graph: GraphBuilder,
  service: 'dynamodb' | 'kms' | 'sts',
  url: string | undefined,
) =>
  url === undefined
    ? undefined
    : addNamed(graph, {
        id: `given-${service}-endpoint`,
        title: `Endpoint ${url}`,
        output: { id: url, url },
      });

/**
 * The chart alone, on an AWS half that is given: the namespace, the class of the audit volumes, the certificate and the
 * release; pods that an upgrade has left behind are replaced one by one. Vault is not initialised.
 */
export const releasePart = (
  foundation: ReleaseFoundation,
): AwsPart<ReleasePartOutputs> => ({
  checks: PREFLIGHT_CHECKS.filter(({ asks }) => asks === 'kubernetes'),
  add(graph, context) {
    const ctx = vaultContext(context);
    const { tableName, tableArn, keyArn, roleName, roleArn } = foundation;
    const given = {
      table: addNamed(graph, {
        id: 'given-table',
        title: `DynamoDB table ${tableArn}`,
        output: { name: tableName, arn: tableArn },
      }),
      sealKey: addNamed(graph, {
        id: 'given-key',
        title: `KMS key ${keyArn}`,
        output: { arn: keyArn },
      }),
      role: addNamed(graph, {
        id: 'given-role',
        title: `IAM role ${roleArn}`,
        output: { name: roleName, arn: roleArn },
      }),
      dynamodbEndpoint: addEndpoint(
        graph,
        'dynamodb',
        foundation.dynamodbEndpointUrl,
      ),
      kmsEndpoint: addEndpoint(graph, 'kms', foundation.kmsEndpointUrl),
      stsEndpoint: addEndpoint(graph, 'sts', foundation.stsEndpointUrl),
    };
    const namespace = addNamespace(graph, ctx);
    const storageClass = addStorageClass(graph, ctx);
    const tls = addCertificate(graph, ctx, { namespace });
    const served = addServing(graph, ctx, {
      pods: ctx.session.pods,
      after: tls,
    });
    const release = addRelease(graph, ctx, given, {
      ...{ namespace, storageClass, tls, served },
      leftovers: [],
    });
    const upToDate = addRollOut(graph, ctx, release);
    addCurrentCa(graph, ctx, { nodes: tls, after: [upToDate] });
    addInjectorCa(graph, ctx, given, {
      ...{ tls, storageClass, release },
      after: [upToDate],
    });
    return read => ({
      fullname: read(release)?.fullname,
      serviceUrl: read(release)?.serviceUrl,
      uiUrl: read(release)?.uiUrl,
    });
  },
});
