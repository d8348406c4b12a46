import type { GraphBuilder } from '../../engine/createGraph';
import type { NodeRef } from '../../engine/Graph';
import type { AwsContext, AwsNodes } from '../context';
import { addEndpoints } from '../endpoints';
import { addCustodySecret } from './addCustodySecret';
import { addOidcProvider } from './addOidcProvider';
import { addRole } from './addRole';
import { addSealKey } from './addSealKey';
import { addTable } from './addTable';

/** Adds everything that Vault needs of AWS; independent things have no edge between them. */
export function addAwsResources(
  graph: GraphBuilder,
  ctx: AwsContext,
  options: {
    /** Also what earlier specs had made; for a destroy. */
    readonly leftovers?: boolean;
    /** What must be gone before the table is made. */
    readonly beforeTable?: readonly NodeRef<unknown>[];
  } = {},
): AwsNodes {
  const table = addTable(graph, ctx, { after: options.beforeTable });
  const sealKey = addSealKey(graph, ctx);
  const endpoints = addEndpoints(graph, ctx, {
    ...options,
    key: sealKey,
  });
  const provider = addOidcProvider(graph, ctx);
  const role = addRole(graph, ctx, {
    ...{ table, key: sealKey, provider },
    tableKeyArn: ctx.spec.storage.encryptionKey,
  });
  const custodySecret = addCustodySecret(graph, ctx);
  return { table, sealKey, provider, role, custodySecret, ...endpoints };
}
