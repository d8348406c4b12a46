import { expect, type Page } from '@playwright/test';
import { vaultRequest } from '../vaultRequest';
import { leaderOf } from './vaultPage';

/** Sees to it that the log on the tab has a line: that of a pod that leads since a moment ago may have none yet. */
export async function makeAuditLine(page: Page): Promise<void> {
  await expect(page.getByText(/Live from vault-\d/)).toBeVisible();
  await vaultRequest({
    pod: await leaderOf(page),
    method: 'PUT',
    path: '/v1/auth/kubernetes/login',
    body: { role: 'nobody', jwt: 'not-a-token' },
    userAgent: 'browser-test',
  });
  await expect(
    page.getByRole('log').getByRole('listitem').first(),
  ).toBeVisible();
}
