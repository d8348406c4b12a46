import type { Express, Request, Response } from 'express';
import { z } from 'zod/v3';
import type { PodDisturbances } from '../interference/PodDisturbances';
import { at, textOf } from '../kube/api/json';
import type { ControlledCluster } from './ControlServer';

const killSchema = z
  .object({
    signal: z.enum(['SIGKILL', 'SIGTERM']).default('SIGKILL'),
    holdMs: z.coerce.number().int().min(0).optional(),
  })
  .strict();

const clockSchema = z.object({ offsetMs: z.number().int() }).strict();
const spaceSchema = z.object({ full: z.boolean() }).strict();
const interruptSchema = z
  .object({ downMs: z.number().int().min(0).max(120_000).default(0) })
  .strict();

/** `/control/clusters/…`: what happens to a cluster's API server, pods and volumes behind Kubernetes' back. */
export function addClusters(
  app: Express,
  options: {
    readonly clusters: readonly ControlledCluster[];
    readonly disturbances: PodDisturbances;
  },
): void {
  const { clusters, disturbances } = options;
  const clusterOf = (req: Request) =>
    clusters.find(({ identity }) => identity.name === req.params.name);
  const missing = (res: Response, what: string) => {
    res.status(404).json({ error: `There is no ${what}` });
  };

  app.post('/control/clusters/:name/pods/:namespace/:pod/kill', (req, res) => {
    const { name, namespace, pod } = req.params;
    const { signal, holdMs } = killSchema.parse(req.body ?? {});
    if (!clusterOf(req)?.kill({ namespace, pod, signal, holdMs })) {
      res
        .status(404)
        .json({ error: `No pod ${namespace}/${pod} runs in ${name}` });
      return;
    }
    if (req.is('urlencoded')) {
      res.redirect(303, '/');
      return;
    }
    res.status(202).json({ killed: `${namespace}/${pod}`, signal });
  });

  app.post('/control/clusters/:name/pods/:namespace/:pod/clock', (req, res) => {
    const { namespace, pod } = req.params;
    const { offsetMs } = clockSchema.parse(req.body ?? {});
    disturbances.shiftClock(namespace, pod, offsetMs);
    res.status(202).json({ pod: `${namespace}/${pod}`, offsetMs });
  });

  app.post(
    '/control/clusters/:name/claims/:namespace/:claim/space',
    (req, res) => {
      const { namespace, claim } = req.params;
      const { full } = spaceSchema.parse(req.body ?? {});
      const volume = textOf(
        at(
          clusterOf(req)?.store.get(
            '',
            'persistentvolumeclaims',
            namespace,
            claim,
          ),
          'spec',
          'volumeName',
        ),
      );
      if (!volume) {
        missing(res, `volume behind claim ${namespace}/${claim}`);
        return;
      }
      disturbances.setFull(volume, full);
      res.status(202).json({ claim: `${namespace}/${claim}`, full });
    },
  );

  app.post('/control/clusters/:name/api-server/interrupt', (req, res, next) => {
    const cluster = clusterOf(req);
    const { downMs } = interruptSchema.parse(req.body ?? {});
    if (!cluster) {
      missing(res, `cluster ${req.params.name}`);
      return;
    }
    cluster.interrupt(downMs).then(() => {
      res.status(200).json({ interrupted: req.params.name, downMs });
    }, next);
  });
}
