import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aLeaderChange, ENTITY_REF } from '../../testing/fixtures';
import { refusal } from '../../testing/refusal';
import { LeaderHistoryCard } from './LeaderHistoryCard';

const HOUR = 3_600_000;
const NOW = Date.now();
const hoursAgo = (hours: number) =>
  new Date(NOW - hours * HOUR - 500).toISOString();

describe('the leader history', () => {
  const render = (api: FakeVaultEksApi) =>
    renderInTestApp(
      <TestApiProvider apis={[[vaultEksApiRef, api]]}>
        <LeaderHistoryCard entityRef={ENTITY_REF} />
      </TestApiProvider>,
    );
  const terms = async () =>
    within(await screen.findByRole('list', { name: 'Leader history' }))
      .getAllByRole('listitem')
      .map(item => item.textContent);

  it('tells who led and for how long, the newest first', async () => {
    const api = new FakeVaultEksApi();
    api.transitions = {
      transitions: [
        aLeaderChange(3, 'vault-2', hoursAgo(1)),
        aLeaderChange(2, undefined, hoursAgo(2)),
        aLeaderChange(1, 'vault-0', hoursAgo(5)),
      ],
    };
    await render(api);
    expect(await terms()).toEqual([
      expect.stringMatching(/^vault-2, leads for 1 hr/),
      expect.stringMatching(/^Nobody for 1 hr/),
      expect.stringMatching(/^vault-0 for 3 hr/),
    ]);
    expect(screen.getByRole('img')).toHaveAccessibleName(/Who led, from/);
  });

  it('shows ten, and the others when they are asked for', async () => {
    const api = new FakeVaultEksApi();
    api.transitions = {
      transitions: Array.from({ length: 24 }, (_, n) =>
        aLeaderChange(24 - n, `vault-${n % 3}`, hoursAgo(n + 1)),
      ),
    };
    await render(api);
    expect(await terms()).toHaveLength(10);
    await userEvent.click(screen.getByRole('button', { name: /older/ }));
    expect(await terms()).toHaveLength(24);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.getByRole('list')).toHaveFocus();
  });

  it('says that there is none yet', async () => {
    await render(new FakeVaultEksApi());
    expect(await screen.findByText(/has seen no leader yet/)).toBeVisible();
  });

  it('says why there is none, and tries again', async () => {
    const api = new FakeVaultEksApi();
    api.transitions = await refusal(503, 'ServiceUnavailableError', 'Later');
    await render(api);
    expect(await screen.findByText('Later')).toBeVisible();
    api.transitions = {
      transitions: [aLeaderChange(1, 'vault-0', hoursAgo(1))],
    };
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await terms()).toHaveLength(1);
  });
});
