// npm run docs:actions: writes the part of docs/actions.md that follows from the schemas of the actions.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT, TRANSFORM } from './lib/paths.mjs';
import { main, say } from './lib/progress.mjs';

const PAGE = path.join(ROOT, 'docs/actions.md');

await main(async () => {
  await install();
  const require = createRequire(import.meta.url);
  require(TRANSFORM);
  const { withActions } = require(path.join(
    ROOT,
    'plugins/scaffolder-backend-module-vault-eks/src/docs/renderActions.ts',
  ));
  const before = readFileSync(PAGE, 'utf8');
  const after = withActions(before);
  writeFileSync(PAGE, after);
  say(
    after === before
      ? 'docs/actions.md is up to date.'
      : 'docs/actions.md is written.',
  );
});
