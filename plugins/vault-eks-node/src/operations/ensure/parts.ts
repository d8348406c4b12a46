import {
  addOidcProvider,
  addRole,
  addSealKey,
  addTable,
} from '../../blueprint/aws';
import { addEndpoints } from '../../blueprint/endpoints';
import { endpointNetwork } from '../../preflight/checks/endpointNetwork';
import { endpointZones } from '../../preflight/checks/endpoints/endpointZones';
import { unwantedEndpoints } from '../../preflight/checks/endpoints/unwantedEndpoints';
import { usedEndpoints } from '../../preflight/checks/endpoints/usedEndpoints';
import type { AwsPart } from './AwsPart';
import { addFoundProvider, addGiven } from './givenNodes';

/** What a table puts out. */
export interface TablePartOutputs {
  readonly tableName: string;
  readonly tableArn: string;
}

/** What a seal key puts out. */
export interface KeyPartOutputs {
  readonly keyArn: string;
}

/** What the endpoints put out; those that the spec does not want are absent. */
export interface EndpointsPartOutputs {
  readonly dynamodbEndpointId: string;
  readonly kmsEndpointId: string;
  readonly stsEndpointId: string;
  readonly endpointSecurityGroupId: string;
  /** Addresses of those that no private DNS name leads to. */
  readonly dynamodbEndpointUrl: string;
  readonly kmsEndpointUrl: string;
  readonly stsEndpointUrl: string;
}

/** What an OIDC provider puts out. */
export interface ProviderPartOutputs {
  readonly providerArn: string;
  /** Without its scheme, as trust policies name it. */
  readonly issuer: string;
}

/** What a role puts out. */
export interface RolePartOutputs {
  readonly roleName: string;
  readonly roleArn: string;
  /** `<namespace>/<name>` of the service account that may assume it. */
  readonly serviceAccount: string;
}

/** The table alone. */
export const tablePart: AwsPart<TablePartOutputs> = {
  checks: [],
  add(graph, ctx) {
    const table = addTable(graph, ctx);
    return read => ({
      tableName: read(table)?.name,
      tableArn: read(table)?.arn,
    });
  },
};

/** The seal key alone. */
export const sealKeyPart: AwsPart<KeyPartOutputs> = {
  checks: [],
  add(graph, ctx) {
    const key = addSealKey(graph, ctx);
    return read => ({ keyArn: read(key)?.arn });
  },
};

/** The endpoints with their security group. */
export const endpointsPart: AwsPart<EndpointsPartOutputs> = {
  checks: [endpointNetwork, usedEndpoints, endpointZones, unwantedEndpoints],
  add(graph, ctx) {
    const { dynamodbEndpoint, kmsEndpoint, stsEndpoint, securityGroup } =
      addEndpoints(graph, ctx);
    return read => ({
      dynamodbEndpointId: read(dynamodbEndpoint)?.id,
      kmsEndpointId: read(kmsEndpoint)?.id,
      stsEndpointId: read(stsEndpoint)?.id,
      endpointSecurityGroupId: read(securityGroup)?.id,
      dynamodbEndpointUrl: read(dynamodbEndpoint)?.url,
      kmsEndpointUrl: read(kmsEndpoint)?.url,
      stsEndpointUrl: read(stsEndpoint)?.url,
    });
  },
};

/** IAM's trust in the EKS cluster alone. */
export const oidcProviderPart: AwsPart<ProviderPartOutputs> = {
  checks: [],
  add(graph, ctx) {
    const provider = addOidcProvider(graph, ctx);
    return read => ({
      providerArn: read(provider)?.arn,
      issuer: read(provider)?.issuer,
    });
  },
};

/** The role alone, on a table and a key that are given and the provider that must be there. */
export const rolePart = (given: {
  readonly tableArn: string;
  readonly keyArn: string;
  /** The customer key that encrypts the table, when there is one. */
  readonly tableKeyArn?: string;
}): AwsPart<RolePartOutputs> => ({
  checks: [],
  add(graph, ctx) {
    const role = addRole(graph, ctx, {
      table: addGiven(graph, 'DynamoDB table', given.tableArn),
      key: addGiven(graph, 'KMS key', given.keyArn),
      provider: addFoundProvider(graph, ctx),
      tableKeyArn: given.tableKeyArn,
    });
    const { spec, names } = ctx;
    return read => ({
      roleName: read(role)?.name,
      roleArn: read(role)?.arn,
      serviceAccount: `${spec.namespace}/${names.serviceAccount}`,
    });
  },
});
