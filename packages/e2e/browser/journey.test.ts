import { expect, test, type Page } from '@playwright/test';
import { killPod } from './support/sandboxControl';
import { CLUSTER, leaderOf, statusOf } from './support/vaultPage';
import { vaultRequest } from './vaultRequest';

const DEPLOY_MS = 150_000;
const FAIL_OVER_MS = 60_000;

const next = (page: Page) => page.getByRole('button', { name: 'Next' });

async function fillWhere(page: Page, cluster: string) {
  await page.getByLabel('EKS cluster').fill(cluster);
  await page.getByLabel('Owner').fill('Platform');
  await page.getByRole('option', { name: /Platform team/i }).click();
  await next(page).click();
}

test.describe.configure({ mode: 'serial' });

test('a wrong value is refused by name in the form', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'New Vault on EKS' }).click();
  await fillWhere(page, '-not-a-cluster');
  await expect(
    page.getByText(/use the name of an existing EKS cluster/).first(),
  ).toBeVisible();
  await expect(page.getByLabel('EKS cluster')).toBeVisible();
});

test('from the form to a running Vault and its catalog page', async ({
  page,
}) => {
  await test.step('fill in the form', async () => {
    await page.goto('/create/templates/default/vault-on-eks');
    await fillWhere(page, CLUSTER);
    await expect(page.getByLabel('Vault pods')).toHaveValue('3');
    await next(page).click();
    await expect(page.getByLabel('Volume of each pod')).toHaveValue('10Gi');
    await next(page).click();
    await expect(page.getByLabel('Continuous backups')).toBeChecked();
    await next(page).click();
    await page.getByLabel('Deploy: carry the plan out').check();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
  });

  await test.step('watch it become a Vault', async () => {
    const link = page.getByRole('link', {
      name: /Open the catalog page of this Vault/,
    });
    await expect(link).toBeVisible({ timeout: DEPLOY_MS });
    await expect(page.getByText('Vault runs on platform-prod')).toBeVisible();
    await page.getByRole('button', { name: 'How to log in' }).click();
    await expect(
      page.getByText('kubectl create token vault-admin -n vault').first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Report' }).click();
    await expect(page.getByText(/root token/i).first()).toBeVisible();
    await link.click();
  });

  await test.step('the entity page says at a glance how Vault is', async () => {
    await expect(
      page.getByRole('heading', { name: /Vault on platform-prod/ }),
    ).toBeVisible();
    await expect(page.getByText('Unsealed')).toBeVisible();
    await page
      .getByRole('navigation', { name: 'Content navigation' })
      .getByRole('link', { name: 'Vault' })
      .click();
    await expect(statusOf(page)).toContainText('Unsealed');
    await expect(statusOf(page)).toContainText('3 of 3 ready');
  });

  const leader = await leaderOf(page);
  const log = page.getByRole('log');

  await test.step('the audit tail shows what the test just did', async () => {
    const marker = `browser-test-${Date.now()}`;
    const mine = log
      .getByRole('listitem')
      .filter({ hasText: 'auth/kubernetes/login' });
    await page.getByLabel('Text').fill(marker);
    await expect(page.getByText(/Live from vault-\d/)).toBeVisible();
    await expect(mine).toHaveCount(0);
    const answer = await vaultRequest({
      pod: leader,
      method: 'PUT',
      path: '/v1/auth/kubernetes/login',
      body: { role: 'nobody', jwt: 'not-a-token' },
      userAgent: marker,
    });
    expect(answer).toBe(400);
    await expect(mine).toHaveCount(1);
    await page.getByRole('button', { name: 'Lines' }).click();
    await expect(mine).toHaveCount(2);
    await page.getByLabel('Errors only').check();
    await expect(mine).toHaveCount(1);
    await expect(mine).toContainText('Refused');
  });

  await test.step('a killed leader is followed without a reload', async () => {
    await page.evaluate(() => {
      document.body.dataset.loadedOnce = 'yes';
    });
    await killPod({ cluster: CLUSTER, pod: leader, holdMs: 40_000 });
    await expect(statusOf(page).getByText(/^vault-\d$/)).not.toHaveText(
      leader,
      {
        timeout: FAIL_OVER_MS,
      },
    );
    await expect(statusOf(page)).toContainText('Unsealed');
    await expect(page.getByText(/Live from vault-\d/)).not.toHaveText(
      new RegExp(`Live from ${leader}`),
      { timeout: FAIL_OVER_MS },
    );
    expect(await page.evaluate(() => document.body.dataset.loadedOnce)).toBe(
      'yes',
    );
  });
});
