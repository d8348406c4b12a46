/* eslint-disable jest/no-export -- a part of kubernetes.test.ts */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError, NotAllowedError } from '@backstage/errors';
import type { KubernetesObject, V1StatefulSet } from '@kubernetes/client-node';
import {
  parseSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { parseAllDocuments } from 'yaml';
import { createHelm, type Helm } from '../../../src/connections/helm';
import type { KubernetesConnection } from '../../../src/connections/kubernetes';
import { chartValues } from '../../../src/resources/kubernetes/helm/values/chartValues';
import type { OpenServer } from '../world/openServer';

const RIGHTS = path.join(
  __dirname,
  '../../../../../docs/permissions/kubernetes-deploy.yaml',
);

/** The chart by the real helm, with the documented rights and no more. */
export function describeRelease(server: () => OpenServer): void {
  describe('Release:', () => {
    const call = { signal: new AbortController().signal };
    const spec = () =>
      parseSpec({
        cluster: 'platform-prod',
        region: 'eu-west-1',
        namespace: server().namespace,
      });
    let deployer: KubernetesConnection;
    let helm: Helm;
    const install = async (replicas: number) => {
      const { release, namespace, chartVersion } = spec();
      return {
        ...{ release, namespace },
        chart: await helm.pull({ name: 'vault', version: chartVersion }, call),
        values: chartValues({
          spec: { ...spec(), replicas },
          names: vaultNames(spec()),
          caPem: server().admin.caPem,
          table: 'table',
          sealKey: 'key',
          roleArn: 'arn:aws:iam::111122223333:role/vault',
          storageClass: 'gp3',
          tlsSecret: 'vault-server-tls',
          endpointUrls: {},
        }),
      };
    };
    const statefulSet = () =>
      server().admin.get<V1StatefulSet>(
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: 'vault',
          namespace: server().namespace,
        },
        call,
      );

    beforeAll(async () => {
      const { admin, namespace, as } = server();
      const name = `${namespace}-deploy`;
      const subjects = [
        { kind: 'ServiceAccount', name: 'deployer', namespace },
      ];
      await admin.apply(
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'deployer', namespace },
        },
        call,
      );
      for (const document of parseAllDocuments(readFileSync(RIGHTS, 'utf8'))) {
        const object: KubernetesObject & { roleRef?: object } = document.toJS();
        await admin.apply(
          {
            ...object,
            metadata: { name },
            ...(object.roleRef && {
              roleRef: { ...object.roleRef, name },
              subjects,
            }),
          },
          call,
        );
      }
      const { body } = await server().raw({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/serviceaccounts/deployer/token`,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        },
      });
      deployer = await as(String(Object(Object(body).status).token));
      helm = createHelm({
        kubernetes: deployer,
        source: {
          kind: 'repository',
          url: process.env.VAULT_EKS_HELM_REPOSITORY ?? '',
        },
      });
      // The chart's pods ask for less than "restricted" wants.
      await admin.apply(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: namespace,
            labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
          },
        },
        call,
      );
    });

    afterAll(async () => {
      const { admin, namespace } = server();
      for (const kind of ['ClusterRoleBinding', 'ClusterRole']) {
        await admin.delete(
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind,
            name: `${namespace}-deploy`,
          },
          call,
        );
      }
    });

    it('is installed with the documented rights', async () => {
      await helm.upgradeInstall(await install(3), call);
      expect((await statefulSet())?.spec).toMatchObject({ replicas: 3 });
    });

    it('is upgraded', async () => {
      await helm.upgradeInstall(await install(1), call);
      expect((await statefulSet())?.spec).toMatchObject({ replicas: 1 });
    });

    it('may give nobody more than it has itself', async () => {
      const role = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: `${server().namespace}-greedy` },
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      };
      const given = deployer.apply(role, call);
      await expect(given).rejects.toThrow(NotAllowedError);
      await expect(given).rejects.toThrow(
        /is attempting to grant RBAC permissions not currently held/,
      );
    });

    it('may not change what cannot be changed', async () => {
      const present = await statefulSet();
      await expect(
        server().admin.apply(
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'vault', namespace: server().namespace },
            spec: { ...present?.spec, serviceName: 'another' },
          },
          { ...call, force: true },
        ),
      ).rejects.toThrow(InputError);
    });

    it('is uninstalled', async () => {
      const { release, namespace } = spec();
      await helm.uninstall({ release, namespace }, call);
      await expect(statefulSet()).resolves.toBeUndefined();
    });
  });
}
