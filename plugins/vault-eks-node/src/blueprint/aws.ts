import { arn } from '../connections/aws';
import type { GraphBuilder } from '../engine/createGraph';
import type { NodeRef } from '../engine/Graph';
import {
  custodySecret,
  dynamoDbTable,
  existingSealKey,
  issuerHostPath,
  oidcProvider,
  sealKey,
  SealKeyOutput,
  vaultRole,
} from '../resources/aws';
import type { AwsContext, AwsNodes } from './context';
import { addEndpoints } from './endpoints';
import { AWS_PHASE } from './phases';

const iamArn = ({ aws }: AwsContext, resource: string) =>
  arn(aws.region, { service: 'iam', account: aws.account, resource });

function addSealKey(
  graph: GraphBuilder,
  ctx: AwsContext,
): NodeRef<SealKeyOutput> {
  const { aws, spec, names, ownership } = ctx;
  const { keyId } = spec.seal;
  const common = { id: 'seal-key', phase: AWS_PHASE, needs: {} };
  if (keyId) {
    return graph.add({
      ...common,
      make: () =>
        existingSealKey({ client: aws.kms, keyId, region: aws.region }),
    });
  }
  return graph.add({
    ...common,
    make: () =>
      sealKey({
        client: aws.kms,
        alias: names.keyAlias,
        ownership,
        account: aws.account,
        region: aws.region,
        roleArn: iamArn(ctx, `role/${names.role}`),
        deletionWindowDays: spec.seal.deletionWindowDays,
      }),
  });
}

/** Adds everything that Vault needs of AWS; independent things have no edge between them. */
export function addAwsResources(
  graph: GraphBuilder,
  ctx: AwsContext,
): AwsNodes {
  const { aws, spec, names, ownership, cluster } = ctx;
  const { account, region } = aws;
  const issuer = cluster.oidcIssuer ?? '';
  const common = { phase: AWS_PHASE, needs: {} };

  const table = graph.add({
    ...common,
    id: 'dynamodb-table',
    make: () =>
      dynamoDbTable({
        client: aws.dynamodb,
        name: names.table,
        arn: arn(region, {
          service: 'dynamodb',
          region,
          account,
          resource: `table/${names.table}`,
        }),
        ownership,
        named: spec.storage.table !== undefined,
        pointInTimeRecovery: spec.storage.pointInTimeRecovery,
        deletionProtection: spec.storage.deletionProtection,
        encryptionKey: spec.storage.encryptionKey,
      }),
  });
  const key = addSealKey(graph, ctx);
  const endpoints = addEndpoints(graph, ctx);
  const provider = graph.add({
    ...common,
    id: 'oidc-provider',
    make: () =>
      oidcProvider({
        client: aws.iam,
        issuer,
        arn: iamArn(ctx, `oidc-provider/${issuerHostPath(issuer)}`),
        ownership,
      }),
  });
  const role = graph.add({
    id: 'vault-role',
    phase: AWS_PHASE,
    needs: { table, key, provider },
    make: needs =>
      vaultRole({
        client: aws.iam,
        name: names.role,
        arn: iamArn(ctx, `role/${names.role}`),
        ownership,
        provider: needs.provider,
        serviceAccount: {
          namespace: spec.namespace,
          name: names.serviceAccount,
        },
        tableArn: needs.table.arn,
        keyArn: needs.key.arn,
      }),
  });
  const secret = graph.add({
    ...common,
    id: 'custody-secret',
    make: () =>
      custodySecret({
        client: aws.secretsManager,
        name: names.custodySecret,
        ownership,
        named: spec.custody.secretName !== undefined,
        account,
        region,
        kmsKeyId: spec.custody.kmsKeyId,
      }),
  });
  return { table, sealKey: key, role, custodySecret: secret, ...endpoints };
}
