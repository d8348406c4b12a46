import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vaultEksApiRef } from '../../api';
import { FakeSignals } from '../../testing/FakeSignals';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aPod, aStatus, ENTITY_REF } from '../../testing/fixtures';
import { refusal } from '../../testing/refusal';
import { StatusAtAGlance } from '../card/StatusAtAGlance';
import { useGatedStatus } from '../../hooks/useGatedStatus';
import { StatusGate } from './StatusGate';

const Glance = () => (
  <StatusGate gated={useGatedStatus(ENTITY_REF)}>
    {status => <StatusAtAGlance status={status} />}
  </StatusGate>
);

describe('the status', () => {
  const signals = new FakeSignals();
  const signal = (message: { entityRef: string }) =>
    act(async () => signals.send(message));

  const render = (api: FakeVaultEksApi) =>
    renderInTestApp(
      <TestApiProvider
        apis={[
          [vaultEksApiRef, api],
          [permissionApiRef, mockApis.permission()],
          [signalApiRef, signals],
        ]}
      >
        <Glance />
      </TestApiProvider>,
    );

  it('answers in words: seal, leader and for how long, replicas, certificate, worst finding', async () => {
    const api = new FakeVaultEksApi();
    api.status = aStatus({
      replicas: { wanted: 3, ready: 2 },
      findings: [
        {
          id: 'a',
          severity: 'warning',
          what: 'One zone holds two pods.',
          why: '',
          fix: '',
        },
        { id: 'b', severity: 'info', what: 'Later.', why: '', fix: '' },
      ],
    });
    const { container } = await render(api);
    await screen.findByText('Unsealed');
    expect(container).toHaveTextContent('vault-0 for 3 hr, 12 min');
    expect(container).toHaveTextContent('2 of 3 ready');
    expect(container).toHaveTextContent('342 days left');
    expect(container).toHaveTextContent(
      'One zone holds two pods. (and 1 more)',
    );
  });

  it('follows a fail-over at once when the portal signals it', async () => {
    const api = new FakeVaultEksApi();
    await render(api);
    expect(await screen.findByText('vault-0')).toBeInTheDocument();
    api.status = aStatus({}, 'vault-1');

    await signal({ entityRef: 'resource:default/another' });
    expect(api.statusCalls).toBe(1);

    await signal({ entityRef: ENTITY_REF });
    expect(await screen.findByText('vault-1')).toBeInTheDocument();
    expect(screen.queryByText('vault-0')).not.toBeInTheDocument();
  });

  it('follows a fail-over without any signal', async () => {
    const api = new FakeVaultEksApi();
    await render(api);
    await screen.findByText('vault-0');
    api.status = aStatus({}, 'vault-2');
    expect(
      await screen.findByText('vault-2', {}, { timeout: 8_000 }),
    ).toBeInTheDocument();
  });

  it('says that nobody leads', async () => {
    const api = new FakeVaultEksApi();
    api.status = aStatus({
      leader: undefined,
      sealed: true,
      pods: [aPod({ sealed: true, role: 'sealed' })],
    });
    await render(api);
    expect(await screen.findByText('Sealed')).toBeInTheDocument();
    expect(screen.getByText('No pod leads')).toBeInTheDocument();
  });

  it('keeps what it knows when the portal stops answering, and says so', async () => {
    const api = new FakeVaultEksApi();
    await render(api);
    await screen.findByText('vault-0');
    api.status = await refusal(503, 'ServiceUnavailableError', 'EKS is away');
    await signal({ entityRef: ENTITY_REF });
    expect(await screen.findByText(/Last known state/)).toHaveTextContent(
      'EKS is away',
    );
    expect(screen.getByText('vault-0')).toBeInTheDocument();

    api.status = aStatus({}, 'vault-1');
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(await screen.findByText('vault-1')).toBeInTheDocument();
    expect(screen.queryByText(/Last known state/)).not.toBeInTheDocument();
  });

  it('tells the age of what the portal itself could not refresh', async () => {
    const api = new FakeVaultEksApi();
    api.status = aStatus({
      observedAt: new Date(Date.now() - 7_200_500).toISOString(),
      stale: { reason: 'The cluster did not answer' },
    });
    await render(api);
    expect(await screen.findByText(/Last known state/)).toHaveTextContent(
      /Last known state, 2 hr old, from .*\. The cluster did not answer/,
    );
    expect(screen.getByText('Unsealed')).toBeInTheDocument();
    // It grows older with every look, and is read aloud once.
    const spoken = screen.getByText(/^What is shown is from before/);
    expect(spoken).toHaveRole('status');
    expect(spoken.textContent).not.toMatch(/\d/);
    expect(screen.getByText(/Last known state/).closest('[role]')).not.toBe(
      spoken,
    );
  });

  it('shows why there is nothing, and tries again', async () => {
    const api = new FakeVaultEksApi();
    api.status = await refusal(503, 'ServiceUnavailableError', 'EKS is away');
    await render(api);
    expect(await screen.findByText('EKS is away')).toBeInTheDocument();
    api.status = aStatus();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Unsealed')).toBeInTheDocument();
  });

  it('names the permission that the backend missed', async () => {
    const api = new FakeVaultEksApi();
    api.status = await refusal(403, 'NotAllowedError', 'Owners only');
    await render(api);
    expect(await screen.findByText('vault-eks.status.read')).toBeVisible();
    expect(screen.getByText(/Owners only/)).toBeVisible();
    await waitFor(() => expect(api.statusCalls).toBe(1));
  });
});
