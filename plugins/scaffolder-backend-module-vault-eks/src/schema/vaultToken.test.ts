import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { ActionRun, runAction } from '../__testUtils__/runAction';
import { createAuditEnableAction } from '../actions/createAuditEnableAction';
import { createClusterDriftAction } from '../actions/createClusterDriftAction';
import { createClusterVerifyAction } from '../actions/createClusterVerifyAction';
import { createVaultConfigureAction } from '../actions/createVaultConfigureAction';

const TOKEN = 'hvs.token-of-a-person';

type Secrets = Record<string, string>;
type Run = (
  options: { readonly vaultEks: VaultEks },
  secrets?: Secrets,
) => Promise<ActionRun>;

const given = (secrets?: Secrets) => ({
  input: { cluster: 'demo', region: 'eu-west-1', vaultToken: TOKEN },
  overrides: { secrets },
});

const verify: Run = (options, secrets) =>
  runAction(createClusterVerifyAction(options), given(secrets));
const drift: Run = (options, secrets) =>
  runAction(createClusterDriftAction(options), given(secrets));
const audit: Run = (options, secrets) =>
  runAction(createAuditEnableAction(options), given(secrets));
const configure: Run = (options, secrets) =>
  runAction(createVaultConfigureAction(options), given(secrets));

describe.each([
  ['verify', verify, 'verify'],
  ['drift', drift, 'drift'],
  ['audit:enable', audit, 'ensure'],
  ['vault:configure', configure, 'ensure'],
] as const)('a token that is handed to %s', (_, run, operation) => {
  it('reaches the engine when it is a secret of the task, and nothing else', async () => {
    const vaultEks = fakeVaultEks();
    const { logged, outputs } = await run({ vaultEks }, { VAULT_TOKEN: TOKEN });
    const [[spec, options]] = vaultEks[operation].mock.calls;
    expect(options).toMatchObject({ vaultToken: TOKEN });
    expect(spec).not.toHaveProperty('vaultToken');
    expect(JSON.stringify([logged, outputs])).not.toContain(TOKEN);
  });

  it('is refused when the task has stored it, without quoting it', async () => {
    const vaultEks = fakeVaultEks();
    await expect(run({ vaultEks })).rejects.toThrow(
      /^(?!.*hvs\.)vaultToken: hand the token in as a secret of the task/,
    );
    expect(vaultEks[operation]).not.toHaveBeenCalled();
  });
});
