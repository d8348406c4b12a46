import type { Page } from '@playwright/test';
import type {
  FleetCluster,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

export const STATUS = '**/api/vault-eks/v1/status?*';
export const FLEET = '**/api/vault-eks/v1/clusters';

/** The portal answers with what it knows, changed: states that a healthy Vault is not in. */
export async function change<T>(
  page: Page,
  path: string,
  by: (answer: T) => T,
): Promise<void> {
  await page.route(path, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: by(await answer.json()) });
  });
}

export const changeStatus = (
  page: Page,
  by: (status: VaultClusterStatus) => VaultClusterStatus,
) => change(page, STATUS, by);

export const changeFleet = (
  page: Page,
  by: (clusters: FleetCluster[]) => FleetCluster[],
) => change(page, FLEET, by);

/** The portal refuses, as its error handler words it. */
export const refuse = (
  page: Page,
  path: string,
  error: {
    readonly status: number;
    readonly name: string;
    readonly message: string;
  },
) =>
  page.route(path, route =>
    route.fulfill({
      status: error.status,
      json: {
        error: { name: error.name, message: error.message },
        response: { statusCode: error.status },
      },
    }),
  );

/** The portal does not answer. */
export const hang = (page: Page, path: string) => page.route(path, () => {});
