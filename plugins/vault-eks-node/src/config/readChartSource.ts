import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Where HashiCorp publishes the official chart. */
export const OFFICIAL_CHART_REPOSITORY = 'https://helm.releases.hashicorp.com';

/** Where the chart comes from. */
export type ChartSource =
  /** A Helm repository, which serves `index.yaml`; or the folder of an OCI registry, in which the chart is. */
  | { readonly kind: 'repository'; readonly url: string }
  /** The chart itself in an OCI registry, without a tag: the version is the spec's. */
  | { readonly kind: 'oci'; readonly ref: string }
  /** A packed chart, the folder of an unpacked one, or a folder of packed ones. */
  | { readonly kind: 'file'; readonly path: string };

const KEYS = {
  repository: 'vaultEks.helm.repository',
  chart: 'vaultEks.helm.chart',
} as const;

const isLoopback = ({ hostname }: URL) =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

function readUrl(key: string, text: string, plainHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:', 'oci:'].includes(url.protocol)) {
    throw new InputError(
      `${key} is "${text}"; use https://… or oci://… instead`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `${key} holds credentials, which every log would show; name a file with them in vaultEks.helm.registryConfig instead`,
    );
  }
  if (url.protocol === 'http:' && !plainHttp && !isLoopback(url)) {
    throw new InputError(
      `${key} is "${text}": whoever is on the way could change the chart; use https://…, or set vaultEks.helm.plainHttp: true where that cannot be`,
    );
  }
  return url;
}

/** The part of a reference that says which version, if it has one. */
const TAG_OR_DIGEST = /(@sha256:[0-9a-f]+|:[^/:]+)$/;

function readChart(text: string, plainHttp: boolean): ChartSource {
  if (text.includes('://')) {
    const { protocol, pathname } = readUrl(KEYS.chart, text, plainHttp);
    if (protocol !== 'oci:') {
      throw new InputError(
        `${KEYS.chart} is "${text}"; use oci://… or an absolute path, and vaultEks.helm.repository for a Helm repository`,
      );
    }
    const [tag] = pathname.match(TAG_OR_DIGEST) ?? [];
    if (tag) {
      throw new InputError(
        `${KEYS.chart} ends with "${tag}"; leave that out, since the version is the chartVersion of each cluster`,
      );
    }
    return { kind: 'oci', ref: text.replace(/\/+$/, '') };
  }
  if (!isAbsolute(text)) {
    throw new InputError(
      `${KEYS.chart} is "${text}"; use an absolute path, or oci://…`,
    );
  }
  return { kind: 'file', path: text };
}

/**
 * Reads where the chart comes from: `repository` or `chart` below `vaultEks.helm`.
 *
 * @throws InputError naming the key that cannot work, with the fix
 */
export function readChartSource(helm: Config | undefined): ChartSource {
  const repository = helm?.getOptionalString('repository');
  const chart = helm?.getOptionalString('chart');
  const plainHttp = helm?.getOptionalBoolean('plainHttp') ?? false;
  if (repository !== undefined && chart !== undefined) {
    throw new InputError(
      `${KEYS.repository} and ${KEYS.chart} are both set; leave one out`,
    );
  }
  if (chart !== undefined) {
    return readChart(chart, plainHttp);
  }
  const url = repository ?? OFFICIAL_CHART_REPOSITORY;
  readUrl(KEYS.repository, url, plainHttp);
  return { kind: 'repository', url: url.replace(/\/+$/, '') };
}

/**
 * Refuses files that are not there, at the start rather than in the first deploy.
 *
 * @throws InputError naming the key and the path
 */
export function checkHelmFiles(helm: {
  readonly source: ChartSource;
  readonly registryConfig?: string;
}): void {
  const { source, registryConfig } = helm;
  const named = [
    ...(source.kind === 'file' ? [[KEYS.chart, source.path]] : []),
    ...(registryConfig
      ? [['vaultEks.helm.registryConfig', registryConfig]]
      : []),
  ];
  for (const [key, path] of named) {
    if (!statSync(path, { throwIfNoEntry: false })) {
      throw new InputError(
        `${key} names ${path}, which does not exist here; mount it where the backend runs, or correct the path`,
      );
    }
  }
}

/** The source as a person would write it. */
export function describeSource(source: ChartSource): string {
  switch (source.kind) {
    case 'repository':
      return source.url;
    case 'oci':
      return source.ref;
    default:
      return source.path;
  }
}
