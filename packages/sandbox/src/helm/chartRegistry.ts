import { createHash } from 'node:crypto';
import { Router } from 'express';
import type { PackedChart } from './packChart';

/** Media types of a chart. Source: Helm, "Registries", "Helm chart manifest". */
const MEDIA = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.cncf.helm.config.v1+json',
  chart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

/** Where the chart is in the registry; its own name comes after it. */
const FOLDER = 'charts';

const digestOf = (content: Buffer) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

const descriptor = (mediaType: string, content: Buffer) => ({
  mediaType,
  digest: digestOf(content),
  size: content.length,
});

const notFound = (code: string, message: string) => ({
  errors: [{ code, message }],
});

/**
 * Serves one chart the way an OCI registry does, for pulls only: `oci://<host>/charts/<name>`.
 * Source: OCI Distribution Specification, "Pulling manifests", "Pulling blobs", "Listing tags".
 */
export function chartRegistry({ metadata, archive }: PackedChart): Router {
  const config = Buffer.from(JSON.stringify(metadata));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: descriptor(MEDIA.config, config),
      layers: [descriptor(MEDIA.chart, archive)],
    }),
  );
  const digest = digestOf(manifest);
  const blobs = new Map(
    [config, archive].map(content => [digestOf(content), content]),
  );
  // A tag cannot hold the "+" of a version. Source: Helm, "Registries".
  const tag = metadata.version.replaceAll('+', '_');
  const repository = `${FOLDER}/${metadata.name}`;

  const router = Router();
  router.get('/', (_, res) => {
    res.json({});
  });
  router.get(`/${repository}/tags/list`, (_, res) => {
    res.json({ name: repository, tags: [tag] });
  });
  router.get(`/${repository}/manifests/:reference`, (req, res) => {
    const { reference } = req.params;
    res.set('Docker-Content-Digest', digest);
    if (reference === tag || reference === digest) {
      res.type(MEDIA.manifest).send(manifest);
    } else {
      const message = `manifest unknown to registry: ${reference}`;
      res.status(404).json(notFound('MANIFEST_UNKNOWN', message));
    }
  });
  router.get(`/${repository}/blobs/:digest`, (req, res) => {
    const blob = blobs.get(req.params.digest);
    if (blob) {
      res.set('Docker-Content-Digest', req.params.digest);
      res.type('application/octet-stream').send(blob);
    } else {
      res.status(404).json(notFound('BLOB_UNKNOWN', 'blob unknown'));
    }
  });
  router.use((_, res) => {
    const message = 'repository name not known to registry';
    res.status(404).json(notFound('NAME_UNKNOWN', message));
  });
  return router;
}
