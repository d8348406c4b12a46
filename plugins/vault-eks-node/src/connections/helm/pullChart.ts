import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  InputError,
  isError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod/v3';
import { ChartSource, describeSource } from '../../config/readChartSource';
import { withRetries } from '../retry';
import type { HelmChart, HelmChartRef } from './HelmChart';
import { CHART_FILE, HelmRun, OUT_FOLDER, type HelmOutput } from './runHelm';

/** How a chart is had. */
export interface PullOptions {
  readonly source: ChartSource;
  readonly plainHttp?: boolean;
  readonly registryConfig?: string;
  readonly signal: AbortSignal;
  /** Runs helm without access to the cluster. */
  run(
    args: readonly string[],
    more?: Pick<HelmRun, 'chart' | 'registryConfig'>,
  ): Promise<HelmOutput>;
}

const metadata = z.object({ name: z.string(), version: z.string() });

/** What no second try mends; a number alone may be a port or part of a name. */
const FINAL =
  /not found|no such file|unauthori[sz]ed|denied|forbidden|invalid|status code:? 40[134]\b/i;

const ATTEMPTS = 3;

function pullArguments(
  { name, version }: HelmChartRef,
  { source, plainHttp }: PullOptions,
): readonly string[] {
  const where = () => {
    if (source.kind === 'oci') {
      return [source.ref];
    }
    const url = source.kind === 'repository' ? source.url : '';
    return url.startsWith('oci://')
      ? [`${url}/${name}`]
      : [name, '--repo', url];
  };
  return [
    'pull',
    ...where(),
    ...['--version', version, '--destination', OUT_FOLDER],
    ...(plainHttp ? ['--plain-http'] : []),
  ];
}

async function fromFile(
  path: string,
  { name, version }: HelmChartRef,
  { run }: PullOptions,
): Promise<Uint8Array> {
  const exists = (file: string) =>
    stat(file).then(
      () => true,
      () => false,
    );
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new NotFoundError(`${path} does not exist`);
  }
  if (!found.isDirectory()) {
    return await readFile(path);
  }
  if (await exists(join(path, 'Chart.yaml'))) {
    const { files } = await run(['package', path, '--destination', OUT_FOLDER]);
    return files[0];
  }
  const packed = join(path, `${name}-${version}.tgz`);
  if (!(await exists(packed))) {
    throw new NotFoundError(
      `${path} holds neither Chart.yaml nor ${name}-${version}.tgz`,
    );
  }
  return await readFile(packed);
}

async function fromNetwork(
  ref: HelmChartRef,
  options: PullOptions,
): Promise<Uint8Array> {
  const { run, registryConfig, signal } = options;
  const { files } = await withRetries(
    () => run(pullArguments(ref, options), { registryConfig }),
    {
      signal,
      attempts: ATTEMPTS,
      retryable: error => !(isError(error) && FINAL.test(error.message)),
    },
  );
  return files[0];
}

/**
 * Brings the chart here, from a repository, a registry or a file, and looks whether it is the one that is wanted.
 *
 * @throws ServiceUnavailableError when it cannot be had; InputError when it is another chart or version
 */
export async function pullChart(
  ref: HelmChartRef,
  options: PullOptions,
): Promise<HelmChart> {
  const { source, run, signal } = options;
  const place = describeSource(source);
  const archive = await (source.kind === 'file'
    ? fromFile(source.path, ref, options)
    : fromNetwork(ref, options)
  ).catch(error => {
    signal.throwIfAborted();
    throw new ServiceUnavailableError(
      `Chart ${ref.name} ${ref.version} cannot be had from ${place}: ${
        isError(error) ? error.message : 'it gave no reason'
      }. Check chartVersion and vaultEks.helm, and whether the backend reaches that place; without a network, name a local copy in vaultEks.helm.chart`,
    );
  });
  const [about, defaults] = await Promise.all(
    ['chart', 'values'].map(what =>
      run(['show', what, CHART_FILE], { chart: archive }),
    ),
  );
  const { name, version } = metadata.parse(parse(about.stdout));
  if (name !== ref.name || version !== ref.version) {
    throw new InputError(
      `${place} holds chart ${name} ${version}, and ${ref.name} ${ref.version} is wanted; choose chartVersion: ${version}, or correct vaultEks.helm`,
    );
  }
  return { name, version, archive, defaults: defaults.stdout };
}
