import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../chromium.mjs';
import { say } from '../progress.mjs';

const WITHIN_MS = 120_000;
/** The name that the catalog module gives the Vault of the guide's configuration. */
const ENTITY = '/catalog/default/resource/vault-platform-prod';

/** Signs in as a guest and sees the fleet page, the entity's card and tab, and the template's form; keeps pictures of them. */
export async function lookAtApp({ url, pictures }) {
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage();
  const keep = what =>
    page.screenshot({
      path: path.join(pictures, `${what}.png`),
      fullPage: true,
    });
  try {
    page.setDefaultTimeout(WITHIN_MS);
    const errors = [];
    page.on('pageerror', error => errors.push(error));
    const see = async (what, route, locate) => {
      await page.goto(`${url}${route}`);
      await locate().first().waitFor();
      await keep(what);
      say(`Seen: ${what}`);
    };
    await page.goto(url);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('link', { name: 'Vaults' }).waitFor();
    await see('fleet', '/vault-eks', () =>
      page.getByRole('main').getByText('platform-prod'),
    );
    // The tab's own link, and the card's to it.
    await see('card', ENTITY, () =>
      page.locator(`a[href="${ENTITY}/vault-eks"]`).nth(1),
    );
    const asked = page.waitForResponse(answer =>
      new URL(answer.url()).pathname.startsWith('/api/vault-eks/v1/status'),
    );
    await see('tab', `${ENTITY}/vault-eks`, () =>
      page.getByRole('link', { name: 'Vault', exact: true }),
    );
    await asked;
    await see('template', '/create/templates/default/vault-on-eks', () =>
      page.getByRole('heading', { name: 'Vault on EKS' }),
    );
    if (errors.length > 0) {
      throw errors[0];
    }
  } catch (error) {
    await keep('failed');
    throw error;
  } finally {
    await browser.close();
  }
}
