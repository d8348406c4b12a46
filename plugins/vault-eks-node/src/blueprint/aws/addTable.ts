import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import { dynamoDbTable, TableOutput } from '../../resources/aws';
import type { ThingContext } from '../context';
import { AWS_PHASE } from '../phases';
import { tableArn } from './arns';

/** Adds the table that holds the Vault data. */
export function addTable(
  graph: GraphBuilder,
  ctx: ThingContext,
  options: {
    /** What must be gone before. */
    readonly after?: readonly NodeRef<unknown>[];
  } = {},
): NodeRef<TableOutput> {
  const { aws, spec, names, ownership } = ctx;
  return graph.add({
    id: 'dynamodb-table',
    phase: AWS_PHASE,
    needs: {},
    after: options.after,
    make: () =>
      dynamoDbTable({
        ...spec.storage,
        client: aws.dynamodb,
        kms: aws.kms,
        name: names.table,
        arn: tableArn(ctx),
        ownership,
        named: spec.storage.table !== undefined,
      }),
  });
}
