import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import { dnsSuffix } from '../../connections/aws';
import { OidcProviderOutput, RoleOutput, vaultRole } from '../../resources/aws';
import type { ThingContext } from '../context';
import { AWS_PHASE } from '../phases';
import { roleArn } from './arns';

/** What the role is made from; of the table and the key only the ARNs matter. */
export interface RoleNeeds {
  readonly table: NodeRef<{ readonly arn: string }>;
  readonly key: NodeRef<{ readonly arn: string }>;
  readonly provider: NodeRef<OidcProviderOutput>;
  /** ARN of the customer key that encrypts the table, when there is one. */
  readonly tableKeyArn: string | undefined;
}

const byDynamoDb = (arn: string, { region }: ThingContext['aws']) => ({
  arn,
  viaService: `dynamodb.${region}.${dnsSuffix(region)}`,
});

/** Adds the role that Vault's pods assume. */
export function addRole(
  graph: GraphBuilder,
  ctx: ThingContext,
  { table, key, provider, tableKeyArn }: RoleNeeds,
): NodeRef<RoleOutput> {
  const { aws, spec, names, ownership } = ctx;
  return graph.add({
    id: 'vault-role',
    phase: AWS_PHASE,
    needs: { table, key, provider },
    make: needs =>
      vaultRole({
        ...spec.role,
        client: aws.iam,
        name: names.role,
        arn: roleArn(ctx),
        named: spec.role.name !== undefined,
        ownership,
        provider: needs.provider,
        serviceAccount: {
          namespace: spec.namespace,
          name: names.serviceAccount,
        },
        tableArn: needs.table.arn,
        keyArn: needs.key.arn,
        tableKey: tableKeyArn ? byDynamoDb(tableKeyArn, aws) : undefined,
        namedByKey: spec.seal.key === 'create',
      }),
  });
}
