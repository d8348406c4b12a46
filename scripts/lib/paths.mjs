import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** Where runs leave logs, stamps and state; ignored by git. */
export const WORK = path.join(ROOT, '.vault-eks');

export const BIN = path.join(ROOT, 'node_modules', '.bin');

/** Lets Node run the workspace's TypeScript as it is. */
export const TRANSFORM = path.join(
  ROOT,
  'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
);
