import { build, type Metafile, type Plugin } from 'esbuild';
import { gzipSync } from 'node:zlib';

/** Where the bundles would go if they were written. */
const FOLDER = 'size';

/** What one plugin costs a browser, in bytes after gzip. */
export interface BundleSize {
  /** The chunk that every page of the portal loads, with what it imports at once. */
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

/** The chunk of the portal's own import and all that it imports statically, theirs too. */
function loadedAtOnce({ outputs }: Metafile): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (!loaded.has(file) && outputs[file]) {
      loaded.add(file);
      outputs[file].imports
        .filter(({ kind }) => kind === 'import-statement')
        .forEach(({ path }) => load(path));
    }
  };
  load(`${FOLDER}/stdin.js`);
  return loaded;
}

/** Bundles a plugin, the default export of a module, as a portal's browser would load it: minified and split. */
export async function bundleSize(module: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
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
    metafile: true,
    minify: true,
    platform: 'browser',
    plugins: [leaveOutShared],
    splitting: true,
    target: 'es2022',
    write: false,
  });
  const main = loadedAtOnce(metafile);
  const size = { main: 0, all: 0 };
  for (const { path, contents } of outputFiles) {
    const gzip = gzipSync(contents).byteLength;
    const name = path.slice(process.cwd().length + 1);
    size.all += gzip;
    size.main += main.has(name) ? gzip : 0;
  }
  return size;
}
