import { expect, test } from '@playwright/test';
import { look } from './support/look';
import {
  addFault,
  clearFaults,
  interruptApiServer,
  killPod,
} from './support/sandboxControl';
import { CLUSTER, leaderOf, pageOf, statusOf, TAB } from './support/vaultPage';

/** Until a pod that was killed has tried to unseal, and until it has done it. */
const RESTART_MS = 60_000;

test.afterEach(() => clearFaults());

test('a pod whose key KMS refuses is seen sealed, and unsealed when it may be used again', async ({
  page,
}, info) => {
  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('3 of 3 ready', {
    timeout: RESTART_MS,
  });
  const leader = await leaderOf(page);
  const standby = leader === 'vault-2' ? 'vault-1' : 'vault-2';
  await addFault({
    service: 'kms',
    operation: 'Decrypt',
    kind: 'deny',
    count: 10_000,
  });
  await killPod({ cluster: CLUSTER, pod: standby, holdMs: 1_000 });
  const row = page.getByRole('row', { name: new RegExp(standby) });
  await expect(row).toContainText(/Sealed|Unreachable/, {
    timeout: RESTART_MS,
  });
  await expect(statusOf(page)).toContainText('2 of 3 ready');
  await look({
    what: pageOf(page),
    shows: [row],
    info,
    name: 'tab-kms-denied',
    brief: true,
  });
  await clearFaults();
  await killPod({ cluster: CLUSTER, pod: standby, holdMs: 1_000 });
  await expect(statusOf(page)).toContainText('3 of 3 ready', {
    timeout: RESTART_MS,
  });
  await expect(statusOf(page)).toContainText('Unsealed');
});

test('a cluster whose API server is away is shown as it was, and anew when it is back', async ({
  page,
}) => {
  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('Unsealed');
  const back = interruptApiServer({ cluster: CLUSTER, downMs: 20_000 });
  await expect(page.getByText(/^Last known state/)).toBeVisible();
  await expect(statusOf(page)).toContainText('Unsealed');
  await back;
  await expect(page.getByText(/^Last known state/)).toBeHidden({
    timeout: RESTART_MS,
  });
  await expect(page.getByText(/^Live from vault-\d/)).toBeVisible({
    timeout: RESTART_MS,
  });
});
