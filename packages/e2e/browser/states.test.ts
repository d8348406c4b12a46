import { expect, test } from '@playwright/test';
import {
  changeFleet,
  changeStatus,
  FLEET,
  hang,
  refuse,
  STATUS,
} from './support/answers';
import { look } from './support/look';
import { makeAuditLine } from './support/makeAuditLine';
import {
  cardOf,
  ENTITY_PAGE,
  pageOf,
  statusOf,
  TAB,
} from './support/vaultPage';

const WHAT = 'the status of this Vault';

test('card, tab and fleet of a healthy Vault', async ({ page }, info) => {
  await page.goto(ENTITY_PAGE);
  await expect(page.getByText('Unsealed')).toBeVisible();
  await look({
    what: cardOf(page),
    shows: [cardOf(page).getByText('Unsealed')],
    info,
    name: 'card',
  });

  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('3 of 3 ready');
  await makeAuditLine(page);
  await look({
    what: pageOf(page),
    shows: [
      statusOf(page),
      page.getByRole('log').getByRole('listitem').first(),
    ],
    info,
    name: 'tab',
  });

  await page.goto('/vault-eks');
  const row = page.getByRole('row', { name: /platform-prod/ });
  await expect(row).toContainText('Unsealed');
  await look({ what: pageOf(page), shows: [row], info, name: 'fleet' });
  await row.getByRole('link', { name: /Vault on platform-prod/ }).click();
  await expect(
    page.getByRole('heading', { name: /Vault on platform-prod/ }),
  ).toBeVisible();
});

test('a page that waits says so', async ({ page }) => {
  await hang(page, STATUS);
  await hang(page, FLEET);
  await page.goto(TAB);
  await expect(page.getByTestId('progress').first()).toBeVisible();
  await expect(statusOf(page)).toBeHidden();
  await page.goto('/vault-eks');
  await expect(page.getByTestId('progress').first()).toBeVisible();
});

test('a Vault that is sealed', async ({ page }, info) => {
  await changeStatus(page, status => ({
    ...status,
    sealed: true,
    leader: undefined,
    replicas: { ...status.replicas, ready: 0 },
    pods: status.pods.map(pod => ({
      ...pod,
      role: 'sealed',
      sealed: true,
      ready: false,
    })),
    findings: [
      {
        id: 'seal-key-denied',
        severity: 'error',
        what: 'KMS refuses the key that unseals this Vault.',
        why: 'A pod that restarts stays sealed.',
        fix: 'Run the deploy again.',
      },
    ],
  }));
  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('Sealed');
  await expect(statusOf(page)).toContainText('All 3 pods are sealed');
  await expect(page.getByText(/^Error: KMS refuses the key/)).toBeVisible();
  await look({
    what: pageOf(page),
    shows: [page.getByText(/^Error: KMS refuses the key/)],
    info,
    name: 'tab-sealed',
    brief: true,
  });
  await page.goto(ENTITY_PAGE);
  await expect(page.getByText('KMS refuses the key')).toBeVisible();
  await look({
    what: cardOf(page),
    shows: [page.getByText('KMS refuses the key')],
    info,
    name: 'card-sealed',
    brief: true,
  });
});

test('a Vault of which one pod does not answer', async ({ page }, info) => {
  await changeStatus(page, status => ({
    ...status,
    replicas: { ...status.replicas, ready: 2 },
    pods: status.pods.map(pod =>
      pod.role === 'standby' && pod.name !== 'vault-0'
        ? {
            ...pod,
            role: 'unreachable',
            ready: false,
            sealed: undefined,
            initialized: undefined,
            problem: 'The pod did not answer within 5 seconds',
          }
        : pod,
    ),
  }));
  await page.goto(TAB);
  await expect(page.getByText(/of 3 pods answered/)).toBeVisible();
  await expect(
    page.getByText('The pod did not answer within 5 seconds').first(),
  ).toBeVisible();
  await look({
    what: pageOf(page),
    shows: [page.getByText(/of 3 pods answered/)],
    info,
    name: 'tab-partial',
    brief: true,
  });
});

test('a cluster that cannot be reached is shown as it was, with its age', async ({
  page,
}, info) => {
  await changeStatus(page, status => ({
    ...status,
    observedAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    stale: { reason: 'The cluster platform-prod did not answer in time' },
  }));
  await page.goto(TAB);
  await expect(
    page.getByText(/Last known state, 2 hr.* old.*did not answer in time/),
  ).toBeVisible();
  await expect(statusOf(page)).toContainText('Unsealed');
  await look({
    what: pageOf(page),
    shows: [page.getByText(/^Last known state/)],
    info,
    name: 'tab-stale',
    brief: true,
  });
});

test('a cluster of which nothing is known is asked again', async ({
  page,
}, info) => {
  const fail = () =>
    refuse(page, STATUS, {
      status: 503,
      name: 'ServiceUnavailableError',
      message: 'The cluster platform-prod cannot be reached',
    });
  const problem = page.getByText(`Could not read ${WHAT}`);
  await fail();
  await page.goto(TAB);
  await expect(problem).toBeVisible();
  await expect(
    page.getByText('The cluster platform-prod cannot be reached'),
  ).toBeVisible();
  await page.unroute(STATUS);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(statusOf(page)).toContainText('Unsealed');
  await fail();
  await page.reload();
  await look({
    what: pageOf(page),
    shows: [problem],
    info,
    name: 'tab-unreachable',
    brief: true,
  });
});

test('a person who may not see the status is told which permission it takes', async ({
  page,
}, info) => {
  await refuse(page, STATUS, {
    status: 403,
    name: 'NotAllowedError',
    message: 'Owners only',
  });
  await page.goto(TAB);
  await expect(page.getByText(`You may not see ${WHAT}`)).toBeVisible();
  await expect(page.getByText(/vault-eks\.status\.read/)).toBeVisible();
  await expect(page.getByText(/Owners only/)).toBeVisible();
  await look({
    what: pageOf(page),
    shows: [page.getByText(`You may not see ${WHAT}`)],
    info,
    name: 'tab-denied',
    brief: true,
  });
});

test('an entity that is no Vault has neither card nor tab', async ({
  page,
}) => {
  await page.goto('/catalog/default/resource/platform-prod');
  await expect(
    page.getByRole('heading', { name: 'platform-prod' }).first(),
  ).toBeVisible();
  await expect(
    page.getByText('EKS cluster for production').first(),
  ).toBeVisible();
  await expect(page.getByText('Pods and audit log')).toBeHidden();
  await expect(
    page
      .getByRole('navigation', { name: 'Content navigation' })
      .getByRole('link', { name: 'Vault' }),
  ).toBeHidden();
});

test('the fleet shows problems first, and can be narrowed to them', async ({
  page,
}, info) => {
  await changeFleet(page, clusters =>
    clusters.flatMap(cluster => {
      const { snapshot } = cluster;
      const named = (name: string) => ({
        ...cluster,
        entityRef: `resource:default/${name}`,
        ref: { ...cluster.ref, cluster: name },
      });
      return [
        cluster,
        { ...named('vault-unseen'), snapshot: undefined },
        {
          ...named('vault-sealed'),
          snapshot: snapshot && {
            ...snapshot,
            health: 'error' as const,
            sealed: true,
            leader: undefined,
            replicas: { wanted: 3, ready: 0 },
            findings: { error: 1, warning: 0, info: 0 },
            worstFinding: 'KMS refuses the key that unseals this Vault.',
          },
        },
        {
          ...named('vault-silent'),
          snapshot: snapshot && {
            ...snapshot,
            health: 'error' as const,
            failures: 4,
            problem: 'The cluster did not answer in time',
          },
        },
      ];
    }),
  );
  await page.goto('/vault-eks');
  const rows = page.getByRole('rowheader');
  await expect(rows).toHaveCount(4);
  await expect(rows.last()).toContainText(/platform-prod|unseen/);
  await expect(rows.first()).toContainText(/sealed|silent/);
  await expect(
    page.getByText('The cluster did not answer in time'),
  ).toBeVisible();
  await look({
    what: pageOf(page),
    shows: [rows.first()],
    info,
    name: 'fleet-problems',
    brief: true,
  });
  await page.getByLabel('State').selectOption({ label: 'Problems (2)' });
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/\/vault-eks\?health=problems$/);
  await page.getByLabel('Filter').fill('sealed');
  await expect(rows).toHaveCount(1);
  // The view can be shared, and one comes back to it.
  await expect(page).toHaveURL(/\?filter=sealed&health=problems$/);
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(page.getByLabel('Filter')).toHaveValue('sealed');
  await page.getByRole('button', { name: 'Vault', exact: true }).click();
  await expect(page).toHaveURL(/sort=vault$/);
  await page.goBack();
  await expect(page).toHaveURL(/\?filter=sealed&health=problems$/);
  await expect(
    page.getByRole('columnheader', { name: 'Status' }),
  ).toHaveAttribute('aria-sort', 'ascending');
  await page.getByLabel('Filter').fill('nowhere');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows).toHaveCount(4);
});

test('a fleet that cannot be read says why', async ({ page }, info) => {
  const fail = () =>
    refuse(page, FLEET, {
      status: 503,
      name: 'ServiceUnavailableError',
      message: 'The portal has lost its database',
    });
  const problem = page.getByText('Could not read the registered Vaults');
  await fail();
  await page.goto('/vault-eks');
  await expect(problem).toBeVisible();
  await page.unroute(FLEET);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row', { name: /platform-prod/ })).toBeVisible();
  await fail();
  await page.reload();
  await look({
    what: pageOf(page),
    shows: [problem],
    info,
    name: 'fleet-failed',
    brief: true,
  });
});
