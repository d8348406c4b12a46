import { expect, type Page } from '@playwright/test';

/** The EKS cluster that the journey brings a Vault to. */
export const CLUSTER = 'platform-prod';

/** That Vault in the catalog. */
export const ENTITY_REF = `resource:default/vault-${CLUSTER}`;

/** Its page there. */
export const ENTITY_PAGE = `/catalog/default/resource/vault-${CLUSTER}`;

/** Its tab. */
export const TAB = `${ENTITY_PAGE}/vault-eks`;

export const statusOf = (page: Page) =>
  page.getByRole('region', { name: 'Vault status' });

/** The pod that leads. */
export async function leaderOf(page: Page): Promise<string> {
  const leader = statusOf(page).getByText(/^vault-\d$/);
  await expect(leader).toBeVisible();
  return leader.innerText();
}

/** All of a page but the header, which is the portal's. */
export const pageOf = (page: Page) => page.locator('article, main').last();

/** The card on the overview. */
export const cardOf = (page: Page) =>
  page
    .locator('.MuiCard-root')
    .filter({ has: page.getByRole('heading', { name: 'Vault', exact: true }) });
