import {
  vaultNames,
  parseSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { kubectl } from '../kubectl';
import { findSecrets, partsOfPem, readCustody } from '../secrets';
import { databaseTexts } from './databaseTexts';
import type { EndedTask } from './PortalApi';
import { readAllSecrets, watchAllSecrets } from './readAllSecrets';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

const ENTITY = 'resource:default/vault-platform-prod';
const QUERY = `entityRef=${encodeURIComponent(ENTITY)}`;
const ROOT_TOKEN = /\bhvs\.[\w-]{20,}/;
const HMAC = /^hmac-sha256:[0-9a-f]{8}/;

interface ShownLine {
  readonly path: string;
  readonly raw: string;
}

/** All strings below a value, however deep. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(stringsIn)
    : [];
}

/**
 * Errors are where secrets get out: once the two marks are written, lets Secrets Manager refuse the root token, take it
 * from the second try, and refuse the recovery keys.
 */
async function refuseCustodyTwice(controlUrl: string) {
  for (const skip of [2, 1]) {
    const answer = await fetch(`${controlUrl}/control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        service: 'secretsmanager',
        operation: 'PutSecretValue',
        kind: 'deny',
        skip,
      }),
    });
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
  }
}

describe('after a whole journey through the portal', () => {
  let portal: TestPortal;
  let task: EndedTask;
  /** What the run made or held, read where it is meant to be. */
  let rootTokens: string[];
  let recoveryKeys: string[];
  let known: string[];
  let tail: string;

  beforeAll(async () => {
    portal = await startTestPortal();
    const { api, sandbox } = portal;
    const watcher = watchAllSecrets();
    await refuseCustodyTwice(sandbox.controlUrl);
    task = await api.runTemplate('template:default/vault-on-eks', {
      cluster: 'platform-prod',
      region: sandbox.aws.region,
      owner: 'group:default/platform-team',
      approval: 'deploy',
    });
    const values = await watcher.stop();

    tail = await api.stream(
      `/api/vault-eks/v1/audit?${QUERY}&history=500`,
      // A secret that was written and read: two requests, each with its answer.
      text =>
        (text.match(/"path":"vault-eks-check\/data\//g) ?? []).length >= 4,
    );
    await api.untilInCatalog(ENTITY);
    for (const path of [
      `/api/vault-eks/v1/status?${QUERY}`,
      '/api/vault-eks/v1/clusters',
      '/api/catalog/entities',
      `/api/scaffolder/v2/tasks/${task.id}`,
      '/api/scaffolder/v2/tasks',
      '/api/search/query?term=vault',
      '/api/notifications',
    ]) {
      await api.json('GET', path);
    }

    const spec = parseSpec({ cluster: 'platform-prod', region: 'eu-west-1' });
    const custody = await readCustody(vaultNames(spec).custodySecret);
    recoveryKeys = custody.recoveryKeys ?? [];
    rootTokens = values.flatMap(value => ROOT_TOKEN.exec(value) ?? []);
    const key = await kubectl(
      sandbox,
      'get',
      'secret',
      vaultNames(spec).tlsSecret,
      '--namespace=vault',
      '--output=go-template={{index .data "vault.key"}}',
    );
    known = [
      ...recoveryKeys,
      ...rootTokens,
      ...partsOfPem(Buffer.from(key, 'base64').toString()),
      sandbox.aws.secretAccessKey,
    ];
  });

  afterAll(() => portal?.stop());

  it('there were secrets to find', () => {
    expect(task).toMatchObject({ status: 'completed', error: undefined });
    expect(recoveryKeys).toHaveLength(5);
    expect(new Set(rootTokens).size).toBe(1);
    expect(known.length).toBeGreaterThan(10);
  });

  it('custody was refused on the way', async () => {
    const { controlUrl } = portal.sandbox;
    const calls = await fetch(
      `${controlUrl}/control/calls?operation=PutSecretValue`,
    ).then(answer => answer.json());
    expect(calls.counts).toContainEqual(
      expect.objectContaining({ errorCode: 'AccessDeniedException', count: 2 }),
    );
  });

  it('no log line of the backend holds any', () => {
    expect(portal.log()).toContain('platform-prod');
    expect(findSecrets(portal.log(), known)).toEqual([]);
  });

  it('no event and no output of the task holds any', () => {
    expect(task.log).toContain('Initialisation of Vault');
    expect(findSecrets(JSON.stringify(task), known)).toEqual([]);
  });

  it('no database holds any, in a row or in its bytes', async () => {
    const texts = await databaseTexts(portal.databaseFolder);
    for (const plugin of ['catalog', 'scaffolder', 'vault-eks']) {
      expect(texts.get(`rows of ${plugin}.sqlite`)).toContain('platform-prod');
    }
    const found = [...texts].map(([where, text]) => ({
      where,
      secrets: findSecrets(text, known),
    }));
    expect(found.filter(({ secrets }) => secrets.length > 0)).toEqual([]);
  });

  it('no answer of the portal holds any', () => {
    const { seen } = portal.api;
    expect(
      seen.filter(({ body }) => body.includes('platform-prod')).length,
    ).toBeGreaterThan(5);
    const found = seen.map(({ request, body }) => ({
      request,
      secrets: findSecrets(body, known),
    }));
    expect(found.filter(({ secrets }) => secrets.length > 0)).toEqual([]);
  });

  it('the audit tail shows what was written and read only as its hash', () => {
    const lines = [...tail.matchAll(/^data:(.*"requestId".*)$/gm)]
      .map(([, data]): ShownLine => JSON.parse(data))
      .map(({ path, raw }) => ({ path, audited: JSON.parse(raw) }))
      .flatMap(({ path, audited: { request, response } }) =>
        stringsIn([request?.data, response?.data]).map(value => ({
          path,
          value,
        })),
      );
    const written = lines.filter(({ path }) =>
      path.startsWith('vault-eks-check/data/'),
    );
    expect(written.filter(({ value }) => HMAC.test(value))).not.toEqual([]);
    expect(
      lines.filter(({ value }) => !HMAC.test(value) && value !== '<redacted>'),
    ).toEqual([]);
  });

  it('the root token cannot be read back from any version of any secret', async () => {
    const values = await readAllSecrets();
    expect(values.join()).toContain(recoveryKeys[0]);
    expect(values.filter(value => ROOT_TOKEN.test(value))).toEqual([]);
  });
});
