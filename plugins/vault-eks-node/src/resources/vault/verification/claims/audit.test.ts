import { once } from 'node:events';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { createVaultPods } from '../../../../connections/vault';
import { fakeKubernetes } from '../../../../testing/fakeKubernetes';
import { createVaultSession } from '../../session/VaultSession';
import { tryClaim } from '../Claim';
import { auditClaims } from './audit';

const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
const { signal } = new AbortController();

/** Tries the claim about lines in the file, of which the pod answers so. */
async function linesInFile(
  exec: ReturnType<typeof fakeKubernetes>['exec'],
  execMs?: number,
) {
  const kubernetes = fakeKubernetes({ exec });
  const pods = createVaultPods({
    kubernetes,
    namespace: 'vault',
    release: 'vault',
  });
  const session = createVaultSession({
    ...{ kubernetes, pods },
    custody: { read: async () => ({ state: 'empty' }) },
  });
  const claims = auditClaims(
    {
      ...{ spec, kubernetes, session },
      secret: async () => ({ path: 'vault-eks-check/data/1', address: 'a' }),
      leader: async () => 'vault-1',
    },
    execMs,
  );
  const claim = claims.find(({ id }) => id === 'audit-lines-file');
  if (!claim) {
    throw new Error('There is no such claim');
  }
  return await tryClaim(claim, { signal, log: () => undefined });
}

const said = (exitCode: number, stderr = '') => ({
  exitCode,
  stderr,
  stdout: '',
});

describe('what was just written, in the file of an audit device', () => {
  it('is looked for in the pod that leads', async () => {
    const asked: string[] = [];
    const tried = await linesInFile(async ({ pod, command }) => {
      asked.push(`${pod}: ${command.at(-1)}`);
      return said(0);
    });
    expect(tried).toMatchObject({ passed: true });
    expect(asked).toEqual([
      'vault-1: tail -n 20000 /vault/audit/vault_audit.log | grep -F -c -- vault-eks-check/data/1',
    ]);
  });

  it('is not found in a file that cannot be read', async () => {
    expect(
      await linesInFile(async () => said(1, 'tail: cannot open')),
    ).toMatchObject({ passed: false, detail: expect.stringMatching(/cannot/) });
  });

  it('is not waited for when the command never ends', async () => {
    const tried = await linesInFile(async (_, call) => {
      await once(call.signal, 'abort');
      throw call.signal.reason;
    }, 50);
    expect(tried).toMatchObject({
      passed: false,
      detail:
        '/vault/audit/vault_audit.log could not be read in vault-1 within 50 ms',
    });
  });
});
