import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createTlsIssueAction } from './createTlsIssueAction';
import { createTlsRenewAction } from './createTlsRenewAction';

const input = { cluster: 'demo', region: 'eu-west-1' };
const outputs = { secretName: 'vault-server-tls', caConfigMap: 'vault-ca' };

const actions = {
  'vault-eks:tls:issue': createTlsIssueAction,
  'vault-eks:tls:renew': createTlsRenewAction,
};

describe.each(Object.entries(actions))('%s', (id, create) => {
  it('puts out names only, and passes on who signs', async () => {
    const vaultEks = fakeVaultEks();
    vaultEks.ensure.mockResolvedValue({
      ...{ steps: [], changed: true, durationMs: 900 },
      outputs,
    });
    const tls = { signer: 'cert-manager', issuer: { name: 'platform-ca' } };
    const run = await runAction(create({ vaultEks }), {
      input: { ...input, tls },
    });
    expect(run.outputs).toEqual({
      ...outputs,
      report: 'Done in 900 ms.',
      changed: true,
    });
    const [spec, { dryRun }] = vaultEks.ensure.mock.calls[0];
    expect(spec.tls.issuer).toEqual({
      name: 'platform-ca',
      kind: 'ClusterIssuer',
    });
    expect(dryRun).toBe(false);
  });

  it.each([
    [{ signer: 'secret' }, /tls\.secret: the signer secret needs the name/],
    [{ signer: 'acm' }, /tls\.signer/],
    [
      { extraDnsNames: ['10.0.0.1'] },
      /tls\.extraDnsNames: an IP address is none; put it into tls\.extraIps/,
    ],
  ])('refuses %j by name before any call', async (tls, named) => {
    const vaultEks = fakeVaultEks();
    await expect(
      runAction(create({ vaultEks }), { input: { ...input, tls } }),
    ).rejects.toThrow(named);
    expect(vaultEks.ensure).not.toHaveBeenCalled();
  });

  it('has an id of its own', () => {
    expect(create({ vaultEks: fakeVaultEks() }).id).toBe(id);
  });
});
