import { build, type Plugin } from 'esbuild';
import { gzipSync } from 'node:zlib';

/** Where the bundles would go if they were written. */
const FOLDER = 'size';

/** What one plugin costs a browser, in bytes after gzip. */
export interface BundleSize {
  /** What every page of the portal loads. */
  readonly main: number;
  /** All chunks, those that load when they are needed too. */
  readonly all: number;
}

/**
 * What every portal has anyhow, so that no plugin pays for it: React, MUI, and Backstage but for the packages of the
 * Kubernetes plugin, which come with that one.
 */
const SHARED =
  /^(react|react-dom|react-router|react-router-dom|@material-ui\/[^/]+|@backstage\/(?!plugin-kubernetes)[^/]+)(\/|$)/;

const leaveOutShared: Plugin = {
  name: 'leave-out-shared',
  setup({ onResolve }) {
    onResolve({ filter: /^[@\w]/ }, ({ path }) =>
      SHARED.test(path) ? { path, external: true } : undefined,
    );
  },
};

/** What is imported when it is needed is no part of the main chunk. */
const leaveOutLater: Plugin = {
  name: 'leave-out-later',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** Bundles a module's default export as a portal's browser would load it, minified; told is the size of all its files. */
async function bundled(
  module: string,
  options: { readonly plugins: Plugin[]; readonly splitting: boolean },
): Promise<number> {
  const { outputFiles } = await build({
    ...options,
    stdin: {
      contents: `export { default } from '${module}';`,
      resolveDir: process.cwd(),
    },
    absWorkingDir: process.cwd(),
    outdir: FOLDER,
    bundle: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    format: 'esm',
    jsx: 'automatic',
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl' },
    logLevel: 'error',
    minify: true,
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return outputFiles.reduce(
    (bytes, { contents }) => bytes + gzipSync(contents).byteLength,
    0,
  );
}

/**
 * What a plugin costs, the default export of a module. Its main chunk is made by itself: with all chunks at once esbuild would
 * count there what an entry exports anew and nobody takes from it.
 */
export async function bundleSize(module: string): Promise<BundleSize> {
  return {
    main: await bundled(module, {
      plugins: [leaveOutLater, leaveOutShared],
      splitting: false,
    }),
    all: await bundled(module, { plugins: [leaveOutShared], splitting: true }),
  };
}
