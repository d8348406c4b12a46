import { parseApp } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  appPart,
  appRemovalPart,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { clusterCallsSince } from '../faults/clusterControl';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { findSecrets } from '../secrets';
import { until } from '../until';
import { accountToken, vaultInPod } from './vaultInPod';

jest.setTimeout(240_000);

const forever = new AbortController().signal;
const TEAM = 'group:default/shop-team';

describe('an application in Vault', () => {
  let harness: Harness;

  const spec = () => harness.spec({ injector: { enabled: false } });
  const app = (serviceAccount: string, access?: string) =>
    parseApp({ namespace: 'shop', serviceAccount, access }, spec());
  const onboard = (
    serviceAccount: string,
    options: {
      readonly access?: string;
      readonly dryRun?: boolean;
      readonly prove?: boolean;
      readonly signal?: AbortSignal;
    } = {},
  ) => {
    const { access, dryRun, prove = true, signal = forever } = options;
    return harness.vaultEks.ensure(spec(), {
      ...{ signal, dryRun, logger: harness.logger() },
      part: appPart({
        app: app(serviceAccount, access),
        ownershipRefs: ['user:default/jane', TEAM],
        prove,
      }),
    });
  };
  const shop = (...args: string[]) =>
    kubectl(harness.sandbox, '-n', 'shop', ...args);
  const vault = () => vaultInPod(harness);
  const login = async (role: string, account: string, namespace = 'shop') =>
    vault().login(
      'auth/kubernetes/login',
      `role=${role}`,
      `jwt=${await accountToken(harness, namespace, account)}`,
    );
  const asAdmin = async (...args: string[]) =>
    vault().as(await login('vault-eks-admin', 'vault-admin', 'vault'), ...args);
  const nothingLeft = async () => {
    expect(await shop('get', 'pods', '-o', 'name')).toBe('');
    for (const account of ['cart', 'nobody_']) {
      const { output } = await asAdmin(
        'list',
        `kv/metadata/apps/shop/${account}/vault-eks-check/`,
      );
      expect(output).toContain('No value found');
    }
  };

  beforeAll(async () => {
    harness = await startHarness();
    await harness.vaultEks.deploy(spec(), {
      signal: forever,
      logger: harness.logger(),
    });
  });

  afterAll(() => harness?.stop());

  it('needs its namespace and its service account', async () => {
    await expect(onboard('cart')).rejects.toThrow(
      /Nothing was changed. There is no namespace shop/,
    );
    await kubectl(harness.sandbox, 'create', 'namespace', 'shop');
    await expect(onboard('cart')).rejects.toThrow(
      /There is no service account shop\/cart.*kubectl create serviceaccount cart/,
    );
    await shop('create', 'serviceaccount', 'cart');
    await shop('create', 'serviceaccount', 'other');
  });

  it('is refused in a namespace that is annotated as of others', async () => {
    const owner = (value: string) =>
      kubectl(
        harness.sandbox,
        ...['annotate', '--overwrite', 'namespace', 'shop', value],
      );
    await owner('vault-eks.io/owner=group:default/bank');
    await expect(onboard('cart')).rejects.toThrow(
      /Namespace shop belongs to group:default\/bank/,
    );
    await owner(`vault-eks.io/owner=${TEAM}`);
  });

  it('is planned without a change', async () => {
    const { plan, outputs } = await onboard('cart', { dryRun: true });
    expect(plan).toMatchObject({ blocked: false, changes: true });
    expect(plan?.steps.map(({ id, verb }) => `${verb} ${id}`)).toEqual([
      'keep apps-mount',
      'keep policy-vault-eks-app',
      'keep policy-vault-eks-app-writer',
      'create app-role',
      'run app-proof',
    ]);
    expect(outputs).toMatchObject({ role: 'app-shop.cart', mount: 'kv' });
    await expect(login('app-shop.cart', 'cart')).rejects.toThrow(
      /invalid role/,
    );
  });

  it('is brought in, and a pod of its own proves it', async () => {
    const { changed, outputs } = await onboard('cart');
    expect(changed).toBe(true);
    expect(outputs.claims).toMatchObject([
      { id: 'app-login', passed: true },
      { id: 'app-own-secret', passed: true },
      { id: 'app-foreign-secret', passed: true },
    ]);
    await nothingLeft();
    expect(findSecrets(harness.lines.join('\n'), [])).toEqual([]);
    const again = await Promise.all([onboard('cart'), onboard('cart')]);
    for (const { changed: anew, outputs: shown } of again) {
      expect(anew).toBe(false);
      expect(shown.claims?.map(({ passed }) => passed)).toEqual([
        true,
        true,
        true,
      ]);
    }
    await nothingLeft();
  });

  it('reads its own secrets and nobody else does', async () => {
    const put = (path: string, pair: string) =>
      ['kv', 'put', '-mount=kv', path, pair] as const;
    const written = await asAdmin(
      ...put('apps/shop/cart', 'password=of-the-cart'),
    );
    expect(written.ok).toBe(true);
    const token = await login('app-shop.cart', 'cart');
    const own = await vault().as(token, 'read', 'kv/data/apps/shop/cart');
    expect(own.output).toContain('of-the-cart');
    const write = await vault().as(
      token,
      ...put('apps/shop/cart', 'password=x'),
    );
    expect(write.output).toMatch(/Code: 403/);
    // Another service account of the same namespace, by the same role and by its own.
    await expect(login('app-shop.cart', 'other')).rejects.toThrow(/Code: 403/);
    await onboard('other', { access: 'read-write', prove: false });
    const other = await login('app-shop.other', 'other');
    const foreign = await vault().as(other, 'read', 'kv/data/apps/shop/cart');
    expect(foreign.output).toMatch(/Code: 403/);
    const mine = await vault().as(other, ...put('apps/shop/other/db', 'a=b'));
    expect(mine.ok).toBe(true);
  });

  it('is brought back to what it was when somebody widens its role', async () => {
    await asAdmin(
      ...['write', 'auth/kubernetes/role/app-shop.cart'],
      'bound_service_account_names=*',
      'bound_service_account_namespaces=*',
    );
    const { steps } = await onboard('cart', { prove: false });
    expect(steps.find(({ id }) => id === 'app-role')?.outcome).toBe('updated');
    await expect(login('app-shop.cart', 'other')).rejects.toThrow(/Code: 403/);
    await asAdmin(
      ...['write', 'auth/kubernetes/role/app-shop.cart'],
      'token_policies=vault-eks-admin',
    );
    await expect(onboard('cart')).rejects.toThrow(
      /gives vault-eks-admin, which no onboarding does/,
    );
    await asAdmin(
      ...['write', 'auth/kubernetes/role/app-shop.cart'],
      'token_policies=vault-eks-app',
    );
  });

  it('leaves no pod and no test secret when its proof is called off', async () => {
    const { sandbox } = harness;
    const { last } = await clusterCallsSince(sandbox);
    const calledOff = new AbortController();
    const proof = onboard('cart', { signal: calledOff.signal });
    proof.catch(() => undefined);
    await until(
      'the pod of the proof',
      async () => {
        const { calls } = await clusterCallsSince(sandbox, last);
        // A look at the pods themselves may come when they are gone already.
        return (
          calls.some(call => call.operation === 'create pods') || undefined
        );
      },
      60_000,
    );
    calledOff.abort(new Error('called off'));
    await expect(proof).rejects.toThrow();
    await until(
      'the end of the pod',
      async () =>
        (await shop('get', 'pods', '-o', 'name')) === '' ? true : undefined,
      30_000,
    );
    await nothingLeft();
  });

  it('is seen out, and its secrets stay', async () => {
    const { changed } = await harness.vaultEks.ensure(spec(), {
      signal: forever,
      logger: harness.logger(),
      part: appRemovalPart({ app: app('cart'), ownershipRefs: [TEAM] }),
    });
    expect(changed).toBe(true);
    await expect(login('app-shop.cart', 'cart')).rejects.toThrow(
      /invalid role/,
    );
    const kept = await asAdmin('read', 'kv/data/apps/shop/cart');
    expect(kept.output).toContain('of-the-cart');
  });
});
