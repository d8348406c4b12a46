import type { Express } from 'express';
import { z } from 'zod/v3';
import type { ControlledCluster } from './ControlServer';

const schema = z
  .object({
    fate: z
      .enum(['sign', 'deny', 'fail', 'ignore', 'collect'])
      .describe('What becomes of requests for certificates from now on'),
    message: z
      .string()
      .default('by request of the control endpoint')
      .describe('What a denied or refused request says'),
  })
  .strict();

/** `/control/clusters/<name>/signer`: how the signer of certificates is disposed. */
export function addSigner(
  app: Express,
  clusters: readonly ControlledCluster[],
): void {
  app.route('/control/clusters/:name/signer').post((req, res) => {
    const { fate, message } = schema.parse(req.body);
    const cluster = clusters.find(c => c.identity.name === req.params.name);
    if (!cluster) {
      res.status(404).json({ error: `There is no cluster ${req.params.name}` });
      return;
    }
    cluster.signer.change(fate, message);
    res.json({ fate, message });
  });
}
