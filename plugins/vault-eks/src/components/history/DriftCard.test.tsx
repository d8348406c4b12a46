import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { StatusTransition } from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aLeaderChange, ENTITY_REF } from '../../testing/fixtures';
import { useDrift } from '../../hooks/useDrift';
import { DriftCard } from './DriftCard';

const Drift = () => {
  const drift = useDrift(ENTITY_REF, { enabled: true });
  return drift ? <DriftCard drift={drift} /> : null;
};

const drift: StatusTransition = {
  id: 1,
  entityRef: ENTITY_REF,
  kind: 'drift',
  to: '2',
  things: ['table: point-in-time recovery', 'key: rotation'],
  at: '2026-11-23T10:00:00Z',
};

describe('drift', () => {
  const render = async (transitions: readonly StatusTransition[]) => {
    const api = new FakeVaultEksApi();
    api.transitions = { transitions };
    await renderInTestApp(
      <TestApiProvider apis={[[vaultEksApiRef, api]]}>
        <Drift />
        <p>beside it</p>
      </TestApiProvider>,
    );
  };

  it('names what differs, and since when', async () => {
    await render([aLeaderChange(2, 'vault-1', '2026-11-23T11:00:00Z'), drift]);
    expect(
      await screen.findByText('table: point-in-time recovery'),
    ).toBeVisible();
    expect(screen.getByText('key: rotation')).toBeVisible();
    expect(screen.getByTitle('2026-11-23T10:00:00.000Z')).toBeVisible();
  });

  it.each([
    ['nothing was ever seen to differ', []],
    [
      'what differed was mended',
      [{ ...drift, id: 2, kind: 'drift-resolved' as const }, drift],
    ],
  ])('is silent when %s', async (_, transitions) => {
    await render(transitions);
    expect(await screen.findByText('beside it')).toBeVisible();
    expect(screen.queryByText('key: rotation')).not.toBeInTheDocument();
  });
});
