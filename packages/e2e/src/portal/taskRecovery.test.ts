import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { until } from '../until';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { whatIsThere } from './whatIsThere';

jest.setTimeout(600_000);

const TEMPLATE = 'template:default/vault-on-eks';
const ENTITY = 'resource:default/vault-platform-prod';
const STATUS = `/api/vault-eks/v1/status?entityRef=${encodeURIComponent(
  ENTITY,
)}`;

const valuesFor = ({ sandbox }: TestPortal) => ({
  cluster: 'platform-prod',
  region: sandbox.aws.region,
  owner: 'group:default/platform-team',
});

interface TaskEvent {
  readonly type: string;
  readonly body: { readonly message?: string };
}

/** What a deploy leaves that nobody disturbs, in a portal and a sandbox of its own. */
async function undisturbedDeploy(): Promise<unknown> {
  const portal = await startTestPortal();
  try {
    const values = valuesFor(portal);
    const task = await portal.api.runTemplate(TEMPLATE, {
      ...values,
      approval: 'deploy',
    });
    expect(task).toMatchObject({ status: 'completed', error: undefined });
    return await whatIsThere(portal, values);
  } finally {
    await portal.stop();
  }
}

describe('a deploy whose backend is killed in the middle', () => {
  let undisturbed: unknown;
  let portal: TestPortal;
  beforeAll(async () => {
    undisturbed = await undisturbedDeploy();
    portal = await startTestPortal({
      env: {
        APP_CONFIG_scaffolder_taskRecovery_staleTimeout: JSON.stringify({
          seconds: 5,
        }),
      },
    });
  });
  afterAll(() => portal?.stop());

  it('goes on by itself after the restart, and ends as an undisturbed one', async () => {
    const { api } = portal;
    const values = valuesFor(portal);
    await api.untilInCatalog(TEMPLATE);
    const { id } = await api.json<{ id: string }>(
      'POST',
      '/api/scaffolder/v2/tasks',
      { templateRef: TEMPLATE, values: { ...values, approval: 'deploy' } },
    );
    const events = () =>
      api.json<TaskEvent[]>('GET', `/api/scaffolder/v2/tasks/${id}/events`);
    await until(
      'the deploy is at work in Kubernetes',
      async () =>
        (
          await events()
        ).some(({ body }) =>
          /Secret|Certificate|Namespace/.test(body.message ?? ''),
        ) || undefined,
      120_000,
    );
    portal.killBackend();

    const ended = await until(
      'the task ends',
      async () => {
        const task = await api
          .json<{ status: string }>('GET', `/api/scaffolder/v2/tasks/${id}`)
          .catch(() => undefined);
        return task &&
          ['completed', 'failed', 'cancelled'].includes(task.status)
          ? task
          : undefined;
      },
      240_000,
    );
    const all = await events();
    expect({
      status: ended.status,
      recovered: all.filter(({ type }) => type === 'recovered').length,
    }).toEqual({ status: 'completed', recovered: 1 });
    await api.untilInCatalog(ENTITY);
    const status = await api.json<VaultClusterStatus>('GET', STATUS);
    expect(status).toMatchObject({
      initialized: true,
      sealed: false,
      replicas: { wanted: 3, ready: 3 },
      leader: { pod: expect.stringMatching(/^vault-\d$/) },
    });
    expect(
      status.findings.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    expect(await whatIsThere(portal, values)).toEqual(undisturbed);
  });
});
