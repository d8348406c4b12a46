/* eslint-disable jest/no-export -- a part of kubernetes.test.ts */
import { ConflictError, InputError } from '@backstage/errors';
import type { V1ConfigMap, V1Secret } from '@kubernetes/client-node';
import type { OpenServer } from '../world/openServer';

const MANY = 260;

/** Get, list, apply, create and delete of objects of any kind. */
export function describeObjects(server: () => OpenServer): void {
  describe('Objects:', () => {
    const call = { signal: new AbortController().signal };
    const configMap = (
      name: string,
      data: Record<string, string>,
      labels?: Record<string, string>,
    ): V1ConfigMap => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: server().namespace, labels },
      data,
    });
    const ref = (name: string, kind = 'ConfigMap') => ({
      apiVersion: 'v1',
      kind,
      name,
      namespace: server().namespace,
    });

    it('tells its version', async () => {
      expect(await server().admin.version(call)).toMatch(/^v1\.\d+\.\d+/);
    });

    it('has absent things absent, and deletes them as well', async () => {
      const { admin } = server();
      await expect(admin.get(ref('none'), call)).resolves.toBeUndefined();
      await expect(admin.delete(ref('none'), call)).resolves.toBeUndefined();
    });

    it('applies, and changes nothing by the same again', async () => {
      const { admin } = server();
      const first = await admin.apply(configMap('applied', { a: '1' }), call);
      const again = await admin.apply(configMap('applied', { a: '1' }), call);
      expect(again.metadata?.resourceVersion).toBe(
        first.metadata?.resourceVersion,
      );
      const changed = await admin.apply(configMap('applied', { b: '2' }), call);
      expect(changed.data).toEqual({ b: '2' });
      await admin.delete(ref('applied'), call);
      await expect(admin.get(ref('applied'), call)).resolves.toBeUndefined();
    });

    it('does not take from another what that one manages, unless forced', async () => {
      const { admin, namespace, raw } = server();
      const theirs = await raw({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/configmaps/theirs?fieldManager=other`,
        type: 'application/apply-patch+yaml',
        body: configMap('theirs', { a: 'theirs' }),
      });
      expect(theirs.status).toBe(201);
      const ours = configMap('theirs', { a: 'ours' });
      await expect(admin.apply(ours, call)).rejects.toThrow(ConflictError);
      const taken = await admin.apply(ours, { ...call, force: true });
      expect(taken.data).toEqual({ a: 'ours' });
    });

    it('creates once', async () => {
      const { admin } = server();
      await admin.create(configMap('once', {}), call);
      await expect(admin.create(configMap('once', {}), call)).rejects.toThrow(
        ConflictError,
      );
    });

    it('keeps the bytes of a secret', async () => {
      const { admin } = server();
      const value = Buffer.from([0, 255, 10, 13]).toString('base64');
      await admin.apply<V1Secret>(
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'bytes', namespace: server().namespace },
          data: { value },
        },
        call,
      );
      const read = await admin.get<V1Secret>(ref('bytes', 'Secret'), call);
      expect(read?.data).toEqual({ value });
    });

    it('refuses a name that is none', async () => {
      await expect(
        server().admin.create(configMap('Not_A_Name', {}), call),
      ).rejects.toThrow(InputError);
    });

    it('lists page by page, by label', async () => {
      const { admin, namespace } = server();
      const names = Array.from({ length: MANY }, (_, i) => `many-${i}`);
      for (let i = 0; i < MANY; i += 20) {
        await Promise.all(
          names
            .slice(i, i + 20)
            .map(name =>
              admin.create(configMap(name, {}, { many: 'yes' }), call),
            ),
        );
      }
      const found = await admin.list<V1ConfigMap>(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace,
          labelSelector: 'many=yes',
        },
        call,
      );
      expect(found.map(item => item.metadata?.name).sort()).toEqual(
        names.sort(),
      );
    });

    it('labels what is there by JSON Patch, as Vault labels its pod', async () => {
      const { namespace, raw } = server();
      const { status, body } = await raw({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}/configmaps/many-0`,
        type: 'application/json-patch+json',
        body: [
          {
            op: 'replace',
            path: '/metadata/labels/vault-active',
            value: 'true',
          },
        ],
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        metadata: { labels: { many: 'yes', 'vault-active': 'true' } },
      });
    });
  });
}
