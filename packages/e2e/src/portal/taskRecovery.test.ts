import type { VaultClusterStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { until } from '../until';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(400_000);

const ENTITY = 'resource:default/vault-platform-prod';

interface TaskEvent {
  readonly type: string;
  readonly body: { readonly message?: string };
}

describe('a deploy whose backend is killed in the middle', () => {
  let portal: TestPortal;
  beforeAll(async () => {
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
    const { api, sandbox } = portal;
    await api.untilInCatalog('template:default/vault-on-eks');
    const { id } = await api.json<{ id: string }>(
      'POST',
      '/api/scaffolder/v2/tasks',
      {
        templateRef: 'template:default/vault-on-eks',
        values: {
          cluster: 'platform-prod',
          region: sandbox.aws.region,
          owner: 'group:default/platform-team',
          approval: 'deploy',
        },
      },
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
    const status = await api.json<VaultClusterStatus>(
      'GET',
      `/api/vault-eks/v1/status?entityRef=${encodeURIComponent(ENTITY)}`,
    );
    expect(status).toMatchObject({
      initialized: true,
      sealed: false,
      replicas: { wanted: 3, ready: 3 },
      leader: { pod: expect.stringMatching(/^vault-\d$/) },
    });
    expect(
      status.findings.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
  });
});
