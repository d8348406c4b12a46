import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { configApiRef } from '@backstage/core-plugin-api';
import { screen, within } from '@testing-library/react';
import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { vaultEksApiRef } from '../../api';
import { FakeVaultEksApi } from '../../testing/FakeVaultEksApi';
import { aPod, aStatus, entity } from '../../testing/fixtures';
import { giveElementsASize } from '../../testing/layout';
import { safeTable } from '../../testing/protections';
import { VaultEntityContent } from './VaultEntityContent';

describe('the tab', () => {
  beforeEach(giveElementsASize);
  afterEach(() => jest.restoreAllMocks());

  const render = (
    status: VaultClusterStatus,
    options: { links?: { runbooks: string; logs: string } } = {},
  ) => {
    const api = new FakeVaultEksApi();
    api.status = status;
    const { links } = options;
    return renderInTestApp(
      <TestApiProvider
        apis={[
          [vaultEksApiRef, api],
          [permissionApiRef, mockApis.permission()],
          [
            configApiRef,
            mockApis.config({
              data: { ...(links && { vaultEks: { links } }) },
            }),
          ],
        ]}
      >
        <EntityProvider
          entity={{
            ...entity,
            metadata: {
              ...entity.metadata,
              links: [{ url: 'https://vault.example.com', title: 'Vault UI' }],
            },
          }}
        >
          <VaultEntityContent />
        </EntityProvider>
      </TestApiProvider>,
    );
  };

  it('tells of each pod what it says itself and what Kubernetes says', async () => {
    await render(
      aStatus({
        pods: [
          aPod({ role: 'active', clockSkewMs: -2_500 }),
          aPod({ name: 'vault-1', lastHeartbeatMs: 1_234, restarts: 4 }),
          aPod({
            name: 'vault-2',
            role: 'unreachable',
            ready: false,
            sealed: undefined,
            problem: 'connection refused',
          }),
        ],
      }),
    );
    const pods = await screen.findByRole('region', { name: 'Vault pods' });
    const row = (name: string) =>
      within(pods).getByRole('row', { name: new RegExp(`^${name}`) });
    expect(row('vault-0')).toHaveTextContent(
      /Active.*Unsealed.*Ready.*-2500 ms.*eu-west-1a.*1\.21\.4/,
    );
    expect(row('vault-1')).toHaveTextContent(/Standby.*4.*1\.2 s ago/);
    expect(row('vault-2')).toHaveTextContent(/Unreachable.*–.*Not ready/);
    expect(within(pods).getByText('connection refused')).toBeVisible();
    expect(screen.getByText(/2 of 3 pods answered/)).toBeVisible();
  });

  it('leads from a finding to its runbook, and to the logs', async () => {
    await render(
      aStatus({
        findings: [
          {
            id: 'seal-key-denied',
            severity: 'error',
            what: 'The key says no.',
            why: 'Nothing unseals.',
            fix: 'Mend the role.',
          },
        ],
      }),
      {
        links: {
          runbooks: '/docs/default/component/vault-eks/runbooks',
          logs: 'https://logs.example.com/?ns={namespace}',
        },
      },
    );
    expect(await screen.findByText('Error: The key says no.')).toBeVisible();
    expect(screen.getByText('Mend the role.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Runbook' })).toHaveAttribute(
      'href',
      '/docs/default/component/vault-eks/runbooks#sealed',
    );
    expect(screen.getByRole('link', { name: /^Logs/ })).toHaveAttribute(
      'href',
      'https://logs.example.com/?ns=vault',
    );
    expect(screen.getByRole('link', { name: /^Vault UI/ })).toHaveAttribute(
      'href',
      'https://vault.example.com',
    );
  });

  it('shows seal, storage, what protects them, and how full the volumes are', async () => {
    await render(
      aStatus({
        sealKey: 'alias/vault-payments',
        storageTable: 'vault-payments',
        protections: { table: safeTable },
        volumes: [
          {
            claim: 'audit-vault-0',
            phase: 'Bound',
            size: '10Gi',
            usedBytes: 9 * 1024 ** 3,
            capacityBytes: 10 * 1024 ** 3,
          },
        ],
      }),
    );
    expect(await screen.findByText('alias/vault-payments')).toBeVisible();
    expect(screen.getByText('vault-payments')).toBeVisible();
    expect(screen.getByText('On, 35 days back')).toBeVisible();
    expect(screen.getByText('90% full')).toBeVisible();
    expect(screen.getByTitle('9 GiB of 10 GiB taken')).toBeVisible();
    expect(
      screen.getByRole('progressbar', { name: 'How full audit-vault-0 is' }),
    ).toHaveAttribute('aria-valuenow', '90');
  });

  it('tells the exact time of everything on hover', async () => {
    await render(aStatus());
    const ends = await screen.findAllByTitle('2027-11-01T00:00:00.000Z');
    expect(ends.map(({ textContent }) => textContent)).toEqual([
      '342 days left',
      expect.stringContaining('2027'),
    ]);
    expect(screen.getByTitle('2026-11-23T08:48:00.000Z')).toHaveTextContent(
      /for 3 hr, 12 min/,
    );
  });
});
