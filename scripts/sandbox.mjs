// npm run sandbox: the local AWS, EKS and Vault until Ctrl-C.
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './lib/install.mjs';
import { ROOT, TRANSFORM, WORK } from './lib/paths.mjs';
import { Mendable, main } from './lib/progress.mjs';

const HELP = `npm run sandbox [-- options]
  --ports auto            use free ports instead of 4500, 4566, 4567, 4610 and 4611
  --out <folder>          where the kubeconfig and AWS files go; .vault-eks/sandbox
  --json                  print one line of JSON when ready instead of text
  SANDBOX_STATE=<folder>  keep the state there; a restart finds everything again
  SANDBOX_LATENCY=<none|realistic>
  SANDBOX_VAULT_CHART=<folder or .tgz>  serve this chart instead of the stand-in
  SANDBOX_VAULT_BINARY=<vault or bao>   run this program in Vault's pods instead of the built-in server
  SANDBOX_VAULT_CONFIG=<file.hcl>       blocks that replace those of the pods' configuration, such as storage
  SANDBOX_PORTS_ZERO=1    the same as --ports auto
`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        ports: { type: 'string' },
        json: { type: 'boolean', default: false },
        out: { type: 'string', default: path.join(WORK, 'sandbox') },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.ports && values.ports !== 'auto') {
      throw new Error('--ports takes the word auto.');
    }
    return values;
  } catch (error) {
    throw new Mendable(`${error.message}\n${HELP}`);
  }
}

function latency() {
  const profile = process.env.SANDBOX_LATENCY || 'none';
  if (profile !== 'none' && profile !== 'realistic') {
    throw new Mendable(
      `SANDBOX_LATENCY=${profile} is no profile: use none or realistic.`,
    );
  }
  return profile;
}

await main(async () => {
  const wanted = options();
  if (wanted.help) {
    process.stdout.write(HELP);
    return;
  }
  await install();
  const require = createRequire(import.meta.url);
  require(TRANSFORM);
  const { startSandbox, vaultProcessOf } = require(path.join(
    ROOT,
    'packages/sandbox/src',
  ));
  const sandbox = await startSandbox({
    ports:
      wanted.ports === 'auto' || process.env.SANDBOX_PORTS_ZERO
        ? 'auto'
        : 'fixed',
    latency: latency(),
    stateFolder: process.env.SANDBOX_STATE || undefined,
    vaultChart: process.env.SANDBOX_VAULT_CHART || undefined,
    vaultProcess: vaultProcessOf(process.env),
    outFolder: wanted.out,
  }).catch(error => {
    throw /^(Port \d+ |SANDBOX_|A real Vault )/.test(error.message)
      ? new Mendable(error.message)
      : error;
  });

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await sandbox.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const { stop: _, ...described } = sandbox;
  if (wanted.json) {
    process.stdout.write(`${JSON.stringify({ sandbox: described })}\n`);
    return;
  }
  const file = name => path.relative(process.cwd(), described.files[name]);
  process.stdout.write(`
Sandbox ready: ${described.controlUrl}

  AWS endpoint     ${described.aws.endpoint}  (account ${
    described.aws.account
  }, ${described.aws.region})
  Helm repository  ${described.helmRepository}
${described.clusters
  .map(cluster => `  EKS cluster      ${cluster.endpoint}  ${cluster.name}`)
  .join('\n')}

  kubectl, helm:   export KUBECONFIG=${file('kubeconfig')}
  AWS:             export AWS_PROFILE=sandbox AWS_CONFIG_FILE=${file(
    'awsConfig',
  )} AWS_SHARED_CREDENTIALS_FILE=${file('awsCredentials')}
  Ctrl-C stops all of it.

`);
});
