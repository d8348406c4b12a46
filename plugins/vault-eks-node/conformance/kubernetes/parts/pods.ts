/* eslint-disable jest/no-export -- a part of kubernetes.test.ts */
import { text } from 'node:stream/consumers';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { V1Pod } from '@kubernetes/client-node';
import type { OpenServer } from '../world/openServer';

/** Pods as far as an API server alone knows them; a running one takes a kubelet. */
export function describePods(server: () => OpenServer): void {
  describe('Pods:', () => {
    const call = { signal: new AbortController().signal };
    const pod = (name: string, spec: object = {}): V1Pod => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: server().namespace },
      spec: {
        serviceAccountName: 'reader',
        nodeSelector: { 'conformance/none': 'none' },
        containers: [{ name: 'main', image: 'busybox:1' }],
        ...spec,
      },
    });
    const target = (name: string) => ({
      namespace: server().namespace,
      pod: name,
      container: 'main',
    });

    it('get a token of their service account and the defaults', async () => {
      const made = await server().admin.create(pod('waiting'), call);
      expect(made.spec).toMatchObject({
        restartPolicy: 'Always',
        serviceAccount: 'reader',
        tolerations: ['not-ready', 'unreachable'].map(state => ({
          key: `node.kubernetes.io/${state}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        })),
        containers: [
          {
            volumeMounts: [
              { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
            ],
          },
        ],
      });
      expect(made.status).toMatchObject({
        phase: 'Pending',
        qosClass: 'BestEffort',
      });
    });

    it('without a node have an empty log and run no command', async () => {
      const { admin } = server();
      const log = await admin.logs(
        { ...target('waiting'), follow: false },
        call,
      );
      expect(await text(log)).toBe('');
      await expect(
        admin.exec({ ...target('waiting'), command: ['true'] }, call),
      ).rejects.toThrow(/400/);
      await expect(
        admin.portForward({ ...target('waiting'), port: 8200 }, call),
      ).rejects.toThrow(/400/);
    });

    it('that do not exist are not found', async () => {
      await expect(
        server().admin.logs({ ...target('none'), follow: false }, call),
      ).rejects.toThrow(NotFoundError);
    });

    it('are held to the standard of their namespace', async () => {
      const { admin, namespace } = server();
      await admin.apply(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: namespace,
            labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
          },
        },
        call,
      );
      const end = Date.now() + 10_000;
      let refusal: unknown;
      for (let i = 0; !refusal && Date.now() < end; i += 1) {
        refusal = await admin
          .create(pod(`privileged-${i}`), call)
          .then(() => undefined)
          .catch(error => error);
      }
      expect(refusal).toBeInstanceOf(NotAllowedError);
      expect(String(refusal)).toMatch(/violates PodSecurity "restricted/);
    });
  });
}
