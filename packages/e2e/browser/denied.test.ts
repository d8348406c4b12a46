import { expect, test } from '@playwright/test';
import { look } from './support/look';
import { ENTITY_REF, pageOf, statusOf, TAB } from './support/vaultPage';

const portal = process.env.PORTAL_URL ?? 'http://localhost:7007';

/** The status by which the portal answers whoever asks for the audit log without its page. */
async function auditAnswerTo(person: string): Promise<number> {
  const signal = AbortSignal.timeout(20_000);
  const signedIn = await fetch(`${portal}/api/auth/${person}/refresh`, {
    headers: { 'x-requested-with': 'XMLHttpRequest' },
    signal,
  });
  const { backstageIdentity } = await signedIn.json();
  const answer = await fetch(
    `${portal}/api/vault-eks/v1/audit?entityRef=${ENTITY_REF}`,
    { headers: { authorization: `Bearer ${backstageIdentity.token}` }, signal },
  );
  await answer.body?.cancel();
  return answer.status;
}

test('a person of another team sees how a Vault is, and not what is done with it', async ({
  page,
}, info) => {
  await page.goto('/?as=visitor');
  await expect(page.getByRole('row', { name: /platform-prod/ })).toBeVisible();
  await page.goto(TAB);
  await expect(statusOf(page)).toContainText('Unsealed');
  await expect(
    page.getByText('You may not see the audit log of this Vault'),
  ).toBeVisible();
  await expect(page.getByText(/vault-eks\.audit\.read/)).toBeVisible();
  await expect(page.getByRole('log')).toBeHidden();
  expect(await auditAnswerTo('visitor')).toBe(403);
  expect(await auditAnswerTo('guest')).toBe(200);
  await look({
    what: pageOf(page),
    shows: [statusOf(page)],
    info,
    name: 'tab-visitor',
    brief: true,
  });
});
