import { addCustodySecret } from '../../blueprint/aws';
import { CLUSTER_PHASES } from '../../blueprint/phases';
import { vaultContext } from '../../blueprint/vaultContext';
import { kubernetesAccess } from '../../preflight/checks/kubernetesAccess';
import { initialisation, readHolderKeys } from '../../resources/vault';
import type { AwsPart } from './AwsPart';

/** What an initialisation puts out: names only. */
export interface InitPartOutputs {
  readonly custodySecretName: string;
  readonly custodySecretArn: string;
}

/**
 * The custody secret and the initialisation alone, of a Vault whose pods run. The root token waits in the secret beside
 * custody for the configuration, which retires it.
 */
export const initPart: AwsPart<InitPartOutputs> = {
  checks: [kubernetesAccess],
  refuse: async ({ custody }) => {
    await readHolderKeys(custody);
  },
  add(graph, context) {
    const ctx = vaultContext(context);
    const { spec, names, kubernetes, session, custody } = ctx;
    const secret = addCustodySecret(graph, ctx);
    graph.add({
      id: 'initialisation',
      phase: CLUSTER_PHASES.initialise,
      needs: {},
      after: [secret],
      make: () =>
        initialisation({
          ...{ spec, kubernetes, custody },
          pods: session.pods,
          table: names.table,
        }),
    });
    return read => ({
      custodySecretName: read(secret)?.name,
      custodySecretArn: read(secret)?.arn,
    });
  },
};
