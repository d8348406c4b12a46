import express from 'express';
import { stringify } from 'yaml';
import { listen } from '../control/listen';
import type { RunningServer } from '../world';
import { chartRegistry } from './chartRegistry';
import { packChart, STAND_IN_CHART } from './packChart';

/** How the repository is wanted. */
export interface HelmRepositoryOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** A chart's folder or archive. Default: the stand-in for the official Vault chart. */
  readonly chart?: string;
}

/**
 * Serves one chart the way a static Helm repository does, `index.yaml` and the archive, and on the same port the way an
 * OCI registry does.
 */
export async function startHelmRepository(
  options: HelmRepositoryOptions,
): Promise<RunningServer> {
  const packed = await packChart(options.chart ?? STAND_IN_CHART);
  const { metadata, archive, digest } = packed;
  const file = `${metadata.name}-${metadata.version}.tgz`;
  const index = stringify({
    apiVersion: 'v1',
    entries: {
      [metadata.name]: [
        {
          ...metadata,
          urls: [file],
          digest,
          created: new Date().toISOString(),
        },
      ],
    },
    generated: new Date().toISOString(),
  });
  const app = express().disable('x-powered-by');
  app.get('/index.yaml', (_, res) => {
    res.type('text/yaml').send(index);
  });
  app.get(`/${file}`, (_, res) => {
    res.type('application/gzip').send(archive);
  });
  app.use('/v2', chartRegistry(packed));
  return listen(app, options.port, 'the Helm repository');
}
