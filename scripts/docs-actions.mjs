// npm run docs:actions: writes the part of docs/actions.md that follows from the schemas of the actions, and Vault's
// policies below docs/permissions as a deploy writes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { install } from './lib/install.mjs';
import { ROOT, TRANSFORM } from './lib/paths.mjs';
import { main, say } from './lib/progress.mjs';

const PAGE = path.join(ROOT, 'docs/actions.md');

/** The policies as files, with the default mount and an accessor that stands for that of one's own Vault. */
function writePolicies({ allPolicies }) {
  for (const { name, rules } of allPolicies('kv')) {
    const file = `vault-${name.replace(/^vault-eks-/, '')}.hcl`;
    const text =
      typeof rules === 'string' ? rules : rules('auth_kubernetes_1a2b3c4d');
    writeFileSync(path.join(ROOT, 'docs/permissions', file), text);
  }
}

await main(async () => {
  await install();
  const require = createRequire(import.meta.url);
  require(TRANSFORM);
  writePolicies(
    require(path.join(
      ROOT,
      'plugins/vault-eks-node/src/resources/vault/auth/policies/allPolicies.ts',
    )),
  );
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
