import { expect, test, type Page } from '@playwright/test';
import { refuse } from './support/answers';
import { look } from './support/look';
import { addFault, clearFaults } from './support/sandboxControl';
import { pageOf } from './support/vaultPage';

const FORM = '/create/templates/default/vault-on-eks';

const cluster = (page: Page) =>
  page.getByRole('textbox', { name: 'EKS cluster' });

const options = (page: Page) => page.getByRole('option');

const next = (page: Page) =>
  page.getByRole('button', { name: 'Next', exact: true }).click();

async function chooseOwner(page: Page) {
  await page.getByLabel('Owner').fill('Platform');
  await page.getByRole('option', { name: /Platform team/i }).click();
}

async function openClusters(page: Page) {
  await page.goto(FORM);
  await cluster(page).click();
  await expect(options(page)).toHaveCount(2);
}

/** What a person sees of each page of the form, after the first. */
const PAGES = [
  'Vault pods',
  'Volume of each pod',
  'Continuous backups',
  'Deploy: carry the plan out',
] as const;

/** From the first page, with a cluster chosen, to the one that has this field. */
async function walkTo(page: Page, last: (typeof PAGES)[number]) {
  await openClusters(page);
  await options(page).filter({ hasText: 'platform-prod' }).click();
  await chooseOwner(page);
  for (const field of PAGES) {
    await next(page);
    await expect(page.getByLabel(field)).toBeVisible();
    if (field === last) {
      return;
    }
  }
}

test.afterEach(() => clearFaults());

test('a portal without a Vault leads to the form', async ({ page }, info) => {
  await page.goto('/vault-eks');
  const none = page.getByText('No Vault yet');
  await expect(none).toBeVisible();
  await look({
    what: pageOf(page),
    shows: [none],
    info,
    name: 'fleet-empty',
    brief: true,
  });
  await page.getByRole('button', { name: 'New Vault on EKS' }).click();
  await expect(cluster(page)).toBeVisible();
});

test('the form lists clusters with what is wrong with each, and takes any name', async ({
  page,
}, info) => {
  const dev = options(page).filter({ hasText: 'platform-dev' });
  await openClusters(page);
  await expect(dev).toContainText('eu-west-1 · 111122223333');
  await expect(dev).toContainText('Note: IAM does not know the OIDC issuer');
  await look({
    what: page.getByRole('listbox'),
    shows: [dev],
    arrange: () => openClusters(page),
    info,
    name: 'form-clusters',
  });

  const problems = page.getByRole('list', {
    name: 'What is wrong with this cluster',
  });
  const choose = async () => {
    await openClusters(page);
    await dev.click();
    await expect(problems).toContainText('Fix:');
  };
  await look({
    what: page.locator('form'),
    shows: [problems],
    arrange: choose,
    info,
    name: 'form-problems',
    brief: true,
  });
  await choose();
  await expect(cluster(page)).toHaveValue('platform-dev');
  await expect(page.getByLabel('AWS account')).toHaveValue('111122223333');

  await cluster(page).fill('a-cluster-of-tomorrow');
  await chooseOwner(page);
  await next(page);
  await expect(page.getByLabel('Vault pods')).toBeVisible();
});

test('a look-up that fails leaves a field to type in, and the reason', async ({
  page,
}, info) => {
  await addFault({
    service: 'eks',
    operation: 'ListClusters',
    kind: 'deny',
    count: 1_000,
  });
  await page.goto(FORM);
  await look({
    what: page.locator('form'),
    shows: [page.getByText(/not listed|cannot be listed/)],
    info,
    name: 'form-look-up-failed',
    brief: true,
  });
  await cluster(page).fill('platform-prod');
  await chooseOwner(page);
  await next(page);
  await expect(page.getByLabel('Vault pods')).toBeVisible();
});

test('a look-up that the portal cannot answer is tried again', async ({
  page,
}) => {
  const path = '**/api/vault-eks/v1/lookups/clusters*';
  await refuse(page, path, {
    status: 503,
    name: 'ServiceUnavailableError',
    message: 'not now',
  });
  await page.goto(FORM);
  await expect(page.getByText(/cannot be listed.*not now/)).toBeVisible();
  await page.unroute(path);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/cannot be listed/)).toBeHidden();
  await cluster(page).click();
  await expect(options(page)).toHaveCount(2);
});

test('the pages with what AWS has can be read by everybody', async ({
  page,
}, info) => {
  for (const [name, field] of [
    ['form-network', 'Vault pods'],
    ['form-storage', 'Continuous backups'],
  ] as const) {
    await look({
      what: page.locator('form'),
      shows: [page.getByLabel(field)],
      arrange: () => walkTo(page, field),
      info,
      name,
      brief: true,
    });
  }
});

test('the last page of the form says what would happen', async ({
  page,
}, info) => {
  const preview = page.getByRole('region', { name: 'What would happen' });
  const steps = preview.getByRole('list', { name: 'What a deploy would do' });
  await look({
    what: page.locator('form'),
    shows: [preview.getByText('It can be deployed.'), steps],
    arrange: async () => {
      await walkTo(page, 'Deploy: carry the plan out');
      await expect(steps.getByRole('listitem').first()).toContainText('Create');
      expect(await steps.getByRole('listitem').count()).toBeGreaterThan(10);
    },
    info,
    name: 'form-plan',
    brief: true,
  });
});
