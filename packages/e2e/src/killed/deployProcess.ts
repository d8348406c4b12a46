import { ConfigReader } from '@backstage/config';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';

/**
 * A deploy as a program, for a test that kills it: standard input has configuration, spec and further
 * options, standard output gets the
 * lines of the log, and AWS is where the environment says.
 */
async function deployProcess() {
  let input = '';
  for await (const chunk of process.stdin) {
    input += chunk;
  }
  const { config, spec, options } = JSON.parse(input);
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const logger = { info: log, warn: log, debug: log };
  const vaultEks = DefaultVaultEks.create({
    config: new ConfigReader(config),
    logger,
  });
  await vaultEks.deploy(parseSpec(spec), {
    ...options,
    signal: new AbortController().signal,
    logger,
  });
  await vaultEks.close();
}

deployProcess().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
