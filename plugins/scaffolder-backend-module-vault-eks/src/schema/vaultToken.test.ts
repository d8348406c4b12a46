import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { fakeVaultEks } from '../__testUtils__/fakeVaultEks';
import { runAction } from '../__testUtils__/runAction';
import { createAuditEnableAction } from '../actions/createAuditEnableAction';
import { createClusterDriftAction } from '../actions/createClusterDriftAction';
import { createClusterVerifyAction } from '../actions/createClusterVerifyAction';
import { createVaultConfigureAction } from '../actions/createVaultConfigureAction';

const TOKEN = 'hvs.token-of-a-person';
const input = { cluster: 'demo', region: 'eu-west-1', vaultToken: TOKEN };

describe.each([
  ['verify', createClusterVerifyAction],
  ['drift', createClusterDriftAction],
  ['ensure', createAuditEnableAction],
  ['ensure', createVaultConfigureAction],
] as const)('a token that is handed to %s', (operation, create) => {
  it('reaches the engine when it is a secret of the task, and nothing else', async () => {
    const vaultEks = fakeVaultEks();
    const action: TemplateAction = create({ vaultEks });
    const { logged, outputs } = await runAction(action, {
      input,
      overrides: { secrets: { VAULT_TOKEN: TOKEN } },
    });
    const [[spec, run]] = vaultEks[operation].mock.calls;
    expect(run).toMatchObject({ vaultToken: TOKEN });
    expect(spec).not.toHaveProperty('vaultToken');
    expect(JSON.stringify([logged, outputs])).not.toContain(TOKEN);
  });

  it('is refused when the task has stored it, without quoting it', async () => {
    const vaultEks = fakeVaultEks();
    const action: TemplateAction = create({ vaultEks });
    await expect(runAction(action, { input })).rejects.toThrow(
      /^(?!.*hvs\.)vaultToken: hand the token in as a secret of the task/,
    );
    expect(vaultEks[operation]).not.toHaveBeenCalled();
  });
});
