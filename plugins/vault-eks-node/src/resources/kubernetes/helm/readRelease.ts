import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ServiceUnavailableError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import { z } from 'zod/v3';
import type {
  CallOptions,
  KubernetesConnection,
} from '../../../connections/kubernetes';

const unzip = promisify(gunzip);

const releaseRecord = z.object({
  name: z.string(),
  version: z.number(),
  info: z.object({ status: z.string(), last_deployed: z.string().optional() }),
  chart: z.object({
    metadata: z.object({ name: z.string(), version: z.string() }),
  }),
  config: z.record(z.unknown()).nullish(),
  manifest: z.string().nullish(),
});

/** The newest record of a Helm release. */
export interface ReleaseRecord {
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly chartVersion: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** What was rendered, as YAML. */
  readonly manifest: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly secretName: string;
  /** When helm last wrote it. */
  readonly changedAt?: Date;
}

/** The secret of the newest revision of a release. */
export async function newestReleaseSecret(
  kubernetes: KubernetesConnection,
  ref: { readonly namespace: string; readonly release: string },
  options: CallOptions,
): Promise<V1Secret | undefined> {
  const secrets = await kubernetes.list<V1Secret>(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: ref.namespace,
      labelSelector: `owner=helm,name=${ref.release}`,
    },
    options,
  );
  const revision = (secret: V1Secret) =>
    Number(secret.metadata?.labels?.version ?? 0);
  return secrets.sort((a, b) => revision(b) - revision(a))[0];
}

/** Helm labels a record with the second of its last change, once it has changed. Source: Helm, `storage/driver/secrets.go`. */
function changedAt({ metadata }: V1Secret): Date | undefined {
  const seconds = Number(metadata?.labels?.modifiedAt);
  return seconds > 0 ? new Date(seconds * 1_000) : metadata?.creationTimestamp;
}

/** Reads the newest record of a release from its secret: JSON, gzipped, in base64, as a secret's base64. */
export async function readRelease(
  kubernetes: KubernetesConnection,
  ref: { readonly namespace: string; readonly release: string },
  options: CallOptions,
): Promise<ReleaseRecord | undefined> {
  const secret = await newestReleaseSecret(kubernetes, ref, options);
  if (!secret) {
    return undefined;
  }
  const packed = Buffer.from(
    Buffer.from(secret.data?.release ?? '', 'base64').toString('utf8'),
    'base64',
  );
  const record = await unzip(packed)
    .then(json => releaseRecord.parse(JSON.parse(json.toString('utf8'))))
    .catch(() => {
      throw new ServiceUnavailableError(
        `The record of Helm release ${ref.release} in secret ${secret.metadata?.name} cannot be read`,
      );
    });
  return {
    revision: record.version,
    status: record.info.status,
    chart: record.chart.metadata.name,
    chartVersion: record.chart.metadata.version,
    values: record.config ?? {},
    manifest: record.manifest ?? '',
    labels: secret.metadata?.labels ?? {},
    secretName: secret.metadata?.name ?? '',
    changedAt: changedAt(secret),
  };
}
