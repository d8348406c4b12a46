import { expect, test, type Locator, type Page } from '@playwright/test';
import { idOf, startAuditFlood, type AuditFlood } from './support/auditFlood';
import { TAB } from './support/vaultPage';

const RATE = 5_000;
const KEPT = 100_000;
/** Far more than a person accepts, and less than a page takes that has stopped answering. */
const CLICK_MS = 3_000;

let flood: AuditFlood;

test.beforeEach(async ({ page }) => {
  flood = await startAuditFlood(RATE);
  await page.route('**/api/vault-eks/v1/audit?*', route =>
    route.continue({
      url: `${flood.url}/${new URL(route.request().url()).search}`,
    }),
  );
});

test.afterEach(() => flood.close());

/** How many rows the list has, in sight or not. */
const rowsOf = async (log: Locator) =>
  Number(await log.getByRole('listitem').first().getAttribute('aria-setsize'));

async function inTime(what: string, act: () => Promise<void>) {
  const begin = Date.now();
  await act();
  expect(Date.now() - begin, what).toBeLessThan(CLICK_MS);
}

/** The longest that the page did not come to draw, while it scrolls through all rows. */
const longestFrame = (log: Locator) =>
  log.evaluate(async list => {
    const frame = () => new Promise<number>(requestAnimationFrame);
    const steps = 60;
    let longest = 0;
    let last = await frame();
    for (let step = 0; step <= steps; step += 1) {
      list.scrollTop = ((list.scrollHeight - list.clientHeight) * step) / steps;
      const now = await frame();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });

async function open(page: Page): Promise<Locator> {
  await page.goto(TAB);
  await expect(page.getByText('Live from vault-0')).toBeVisible();
  const log = page.getByRole('log');
  await expect(log.getByRole('listitem').first()).toBeVisible();
  return log;
}

test(`a page that gets ${RATE} lines a second answers clicks`, async ({
  page,
}) => {
  const log = await open(page);
  await page.getByRole('button', { name: 'Lines' }).click();
  await expect
    .poll(() => rowsOf(log), { timeout: 30_000 })
    .toBeGreaterThan(10_000);

  await inTime('pause', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('Live from vault-0 · paused')).toBeVisible();
  });
  const newLines = page.getByRole('button', { name: /\d new lines/ });
  await expect
    .poll(async () => Number.parseInt(await newLines.innerText(), 10))
    .toBeGreaterThan(2 * RATE);
  await inTime('go on', async () => {
    await newLines.click();
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  });

  await inTime('errors only', async () => {
    await page.getByLabel('Errors only').check();
    await expect(
      log.getByRole('listitem').filter({ hasText: 'secret/data/payments/db' }),
    ).toHaveCount(0);
    await expect(log.getByRole('listitem').first()).toContainText(
      'permission denied',
    );
  });
  await inTime('take the filter away', async () => {
    await page
      .getByRole('list', { name: 'Filters in use' })
      .getByRole('button')
      .click();
    await expect(page.getByLabel('Errors only')).not.toBeChecked();
  });
  await inTime('paired', async () => {
    await page.getByRole('button', { name: 'Paired' }).click();
    await expect(log.getByRole('listitem').first()).toBeVisible();
  });
});

test(`${KEPT} rows are kept, none is lost, and they scroll`, async ({
  page,
}) => {
  const log = await open(page);
  await page.getByRole('button', { name: 'Lines' }).click();
  await expect
    .poll(() => flood.made(), { timeout: 60_000 })
    .toBeGreaterThan(KEPT + 10_000);
  flood.stop();
  const newest = idOf(flood.made() - 1);
  await expect.poll(() => rowsOf(log), { timeout: 60_000 }).toBe(KEPT);
  expect(await longestFrame(log)).toBeLessThan(1_000);
  expect(await log.getByRole('listitem').count()).toBeLessThan(150);

  // The newest line came: nothing was left on the way.
  await log.focus();
  await page.keyboard.press('End');
  await log.getByRole('listitem').last().getByRole('button').first().click();
  await expect(page.getByText(`"id": "${newest}"`)).toBeVisible();
});
