import { ConfigReader } from '@backstage/config';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';

/** A verification as a program, for a test that kills it: standard input has configuration and spec. */
async function verifyProcess() {
  let input = '';
  for await (const chunk of process.stdin) {
    input += chunk;
  }
  const { config, spec } = JSON.parse(input);
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const logger = { info: log, warn: log, debug: log };
  const vaultEks = DefaultVaultEks.create({
    config: new ConfigReader(config),
    logger,
  });
  const signal = new AbortController().signal;
  await vaultEks.verify(parseSpec(spec), { signal, logger });
  await vaultEks.close();
}

verifyProcess().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
