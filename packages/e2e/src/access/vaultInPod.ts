import type { Harness } from '../harness';
import { kubectl } from '../kubectl';

/** What a command in a Vault pod left behind. */
export interface VaultRun {
  readonly ok: boolean;
  readonly output: string;
}

/** Vault's own command line, run in a pod by the real kubectl; each command as whoever this token belongs to. */
export function vaultInPod({ sandbox }: Pick<Harness, 'sandbox'>) {
  const run = async (...args: string[]): Promise<VaultRun> => {
    const exec = ['exec', '-n', 'vault', 'vault-0', '-c', 'vault', '--'];
    try {
      const output = await kubectl(sandbox, ...exec, 'vault', ...args);
      return { ok: true, output };
    } catch (error) {
      return { ok: false, output: String(error) };
    }
  };
  return {
    run,
    /** A token by a login; fails with what Vault said. */
    async login(path: string, ...fields: string[]): Promise<string> {
      const { ok, output } = await run(
        'write',
        '-field=token',
        path,
        ...fields,
      );
      if (!ok) {
        throw new Error(output);
      }
      return output.trim();
    },
    async as(token: string, ...args: string[]): Promise<VaultRun> {
      await run('login', '-no-print', token);
      return run(...args);
    },
  };
}

/** A token of a service account for Vault, by the real kubectl. */
export async function accountToken(
  { sandbox }: Pick<Harness, 'sandbox'>,
  namespace: string,
  account: string,
): Promise<string> {
  const token = await kubectl(
    sandbox,
    ...['create', 'token', account, '-n', namespace, '--audience', 'vault'],
  );
  return token.trim();
}
