import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type {
  ClusterProtections,
  KeyProtections,
  TableProtections,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { safeKey, safeTable } from '../../testing/protections';
import { ProtectionsCard } from './ProtectionsCard';

const lacking = (missingRight: string) =>
  ({ state: 'unknown', reason: 'a right is missing', missingRight } as const);

describe('protections of table and key', () => {
  const render = (protections?: ClusterProtections) =>
    renderInTestApp(<ProtectionsCard protections={protections} />);
  const table = (change: Partial<TableProtections>) =>
    render({ table: { ...safeTable, ...change } });
  const key = (change: Partial<KeyProtections>) =>
    render({ key: { ...safeKey, ...change } });
  /** The words beside a name. */
  const saidOf = (name: string) =>
    screen.getByText(name).nextElementSibling?.textContent;

  it('says what is on', async () => {
    await render({ table: safeTable, key: safeKey });
    expect(
      screen.getByRole('heading', { name: 'Protections of table and key' }),
    ).toBeVisible();
    expect(saidOf('Deletion protection')).toBe('On');
    expect(saidOf('Point-in-time recovery')).toBe('On, 35 days back');
    expect(saidOf('Table encryption')).toBe('By a key that AWS owns');
    expect(saidOf('Seal key')).toBe('Enabled');
    expect(saidOf('Key rotation')).toBe('On, every 365 days');
    expect(screen.queryByText('Key ends')).toBeNull();
  });

  it('says what is off', async () => {
    await table({
      deletionProtection: { state: 'off' },
      pointInTimeRecovery: { state: 'off' },
    });
    expect(saidOf('Deletion protection')).toBe('Off');
    expect(saidOf('Point-in-time recovery')).toBe('Off');
    expect(screen.queryByText('Seal key')).toBeNull();
  });

  it('says when the key ends', async () => {
    await key({
      usable: {
        state: 'PendingDeletion',
        deletionDate: '2026-12-24T12:00:00.000Z',
      },
    });
    expect(saidOf('Seal key')).toBe('PendingDeletion');
    expect(saidOf('Key ends')).toBe('Dec 24, 2026');
    expect(screen.getByTitle('2026-12-24T12:00:00.000Z')).toBeVisible();
  });

  it.each([
    ['aws-managed', 'By a key that AWS manages'],
    ['customer-key', 'By a key of your own'],
  ] as const)('says whose key encrypts: %s', async (state, words) => {
    await table({ encryption: { state } });
    expect(saidOf('Table encryption')).toBe(words);
  });

  it('says what KMS does not rotate', async () => {
    await key({ rotation: { state: 'manual' } });
    expect(saidOf('Key rotation')).toBe('By hand only');
  });

  it('says what is not known, and why', async () => {
    await render({
      table: {
        ...safeTable,
        pointInTimeRecovery: lacking('dynamodb:DescribeContinuousBackups'),
      },
      key: {
        ...safeKey,
        rotation: { state: 'unknown', reason: 'AWS did not answer in time' },
      },
    });
    expect(saidOf('Point-in-time recovery')).toBe(
      'Unknown: the portal lacks dynamodb:DescribeContinuousBackups',
    );
    expect(saidOf('Key rotation')).toBe('Unknown: AWS did not answer in time');
    expect(saidOf('Seal key')).toBe('Enabled');
  });

  it('says that there is nothing to look at', async () => {
    await render();
    expect(screen.getByText(/names neither/)).toBeVisible();
  });
});
