import { expect, test, type Locator, type Page } from '@playwright/test';
import { makeAuditLine } from './support/makeAuditLine';
import { statusOf, TAB } from './support/vaultPage';

/** What the Tab key comes by, from the pods on. */
const STOPS: readonly (string | RegExp)[] = [
  'Vault pods',
  'Text',
  'Operation',
  'Path begins with',
  'Mount',
  'Actor',
  'Errors only',
  'Paired',
  'Lines',
  'Raw',
  'Copy',
  'Export',
  'Resume',
  'Audit lines, newest last',
  // Lines may come meanwhile.
  /^(Follow the newest|\d+ new lines?)$/,
  'Leader history',
];

const focused = (page: Page) => page.locator(':focus');

const nameOf = (what: Locator) =>
  what.evaluate(
    element =>
      element.getAttribute('aria-label') ??
      (element instanceof HTMLInputElement ||
      element instanceof HTMLSelectElement
        ? element.labels?.[0]?.textContent
        : element.textContent),
  );

/** Whether somebody who looks at what has the focus sees that it has. */
async function showsFocus(page: Page): Promise<boolean> {
  const box = await focused(page).boundingBox();
  if (!box) {
    return false;
  }
  const clip = {
    x: Math.max(0, box.x - 4),
    y: Math.max(0, box.y - 4),
    width: box.width + 8,
    height: Math.min(box.height, 200) + 8,
  };
  const element = await focused(page).elementHandle();
  // A ripple comes and goes slowly.
  await page.waitForTimeout(500);
  const withFocus = await page.screenshot({ clip });
  await element?.evaluate(one => {
    if (one instanceof HTMLElement) {
      one.blur();
    }
  });
  await page.waitForTimeout(500);
  const without = await page.screenshot({ clip });
  await element?.focus();
  return !withFocus.equals(without);
}

test('the Tab key comes by everything on the tab, and one sees where', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 1800 });
  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('Unsealed');
  await makeAuditLine(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  const pods = page.getByRole('region', { name: 'Vault pods' });
  await expect(pods).toBeVisible();
  await page.getByRole('link', { name: 'Vault', exact: true }).focus();
  await expect
    .poll(async () => {
      await page.keyboard.press('Tab');
      return nameOf(focused(page));
    })
    .toBe(STOPS[0]);
  for (const [index, stop] of STOPS.entries()) {
    expect(await nameOf(focused(page)), `stop ${index}`).toEqual(
      typeof stop === 'string' ? stop : expect.stringMatching(stop),
    );
    expect.soft(await showsFocus(page), `${stop} shows its focus`).toBe(true);
    await page.keyboard.press('Tab');
  }
  // Out of the log and on to what follows.
  await expect(focused(page)).toHaveRole('link');
});

test('a row is chosen, read and left by keyboard, and the place is kept', async ({
  page,
}) => {
  await page.goto(TAB);
  const log = page.getByRole('log');
  await makeAuditLine(page);
  await log.focus();
  await page.keyboard.press('ArrowUp');
  const row = focused(page);
  await expect(row).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'The chosen audit line' });
  await expect(details).toBeVisible();
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  // Far away, the row that has the focus stays in the page.
  await log.evaluate(list => {
    list.scrollTop = 0;
  });
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(row).toHaveAttribute('aria-expanded', 'false');

  await page
    .getByRole('button', { name: /Follow the newest|new line/ })
    .focus();
  await page.keyboard.press('Enter');
  await expect(log).toBeFocused();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});
