import {
  GetSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createGraph } from '../../engine';
import { preflightContext } from '../../preflight/__testUtils__/preflightContext';
import {
  startVaultCluster,
  VaultCluster,
} from '../../testing/startVaultCluster';
import { configurePart } from './vaultParts';

describe('the configuration alone', () => {
  let cluster: VaultCluster;
  beforeEach(async () => {
    cluster = await startVaultCluster();
    cluster.vault.initialised = true;
  });
  afterEach(() => cluster.close());

  it('leaves the root token of a Vault to the others who initialised it', async () => {
    const context = preflightContext({
      context: { kubernetes: cluster.kubernetes },
    });
    mockClient(context.aws.secretsManager)
      .on(GetSecretValueCommand)
      .rejects(
        new ResourceNotFoundException({
          message: 'cannot find the specified secret value for staging label',
          $metadata: {},
        }),
      );
    const graph = createGraph();
    configurePart.add(graph, context, {});
    const node = graph.build().find(({ id }) => id === 'root-token-retired');
    const thing = node?.make({});
    const ctx = { signal: context.signal, log: () => undefined };
    const observed = await thing?.observe(ctx);
    expect(observed).toBeDefined();
    expect(thing?.diff(observed)).toEqual([]);
    expect(thing?.notDone?.(observed)).toMatch(
      /^Vault vault\/vault was initialised by others, so its recovery keys and its root token were never with this product/,
    );
  });
});
