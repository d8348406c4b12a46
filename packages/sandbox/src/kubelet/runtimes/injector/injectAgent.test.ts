import { applyPatch } from 'fast-json-patch';
import { at, objectsOf } from '../../../kube/api/json';
import type { KubeObject } from '../../PodHost';
import { agentConfiguration } from '../agent/runAgent';
import { injectAgent } from './injectAgent';

const ENV = {
  AGENT_INJECT_VAULT_ADDR: 'https://vault.vault.svc:8200',
  AGENT_INJECT_VAULT_IMAGE: 'hashicorp/vault:2.0.4',
  AGENT_INJECT_VAULT_CACERT_BYTES: Buffer.from(
    '-----BEGIN CERTIFICATE-----',
  ).toString('base64'),
};

function podWith(annotations: Record<string, string>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: {
      containers: [{ name: 'web', image: 'web:1' }],
      volumes: [
        {
          name: 'login',
          projected: {
            sources: [
              { serviceAccountToken: { path: 'jwt', audience: 'vault' } },
            ],
          },
        },
      ],
    },
  };
}

const ASKING = {
  'vault.hashicorp.com/agent-inject': 'true',
  'vault.hashicorp.com/role': 'shop',
  'vault.hashicorp.com/agent-service-account-token-volume-name': 'login',
  'vault.hashicorp.com/agent-inject-secret-db': 'kv/data/shop',
};

describe('injectAgent', () => {
  it('puts an agent before and beside the containers', () => {
    const { newDocument: pod } = applyPatch(
      podWith(ASKING),
      injectAgent(podWith(ASKING), ENV),
      true,
      false,
    );

    const [init] = objectsOf(at(pod, 'spec', 'initContainers'));
    expect(init).toMatchObject({
      name: 'vault-agent-init',
      image: 'hashicorp/vault:2.0.4',
    });
    expect(
      objectsOf(at(pod, 'spec', 'containers')).map(({ name }) => name),
    ).toEqual(['web', 'vault-agent']);
    const env = Object.fromEntries(
      objectsOf(init.env).map(({ name, value }) => [name, String(value)]),
    );
    expect(env.VAULT_CACERT_BYTES).toBe('-----BEGIN CERTIFICATE-----');
    expect(
      agentConfiguration({
        command: ['sh', '-ec', 'vault agent -config=/c'],
        env,
      }),
    ).toMatchObject({
      exit_after_auth: true,
      vault: { address: 'https://vault.vault.svc:8200' },
      auto_auth: {
        method: {
          mount_path: 'auth/kubernetes',
          config: {
            role: 'shop',
            token_path:
              '/var/run/secrets/vault.hashicorp.com/serviceaccount/jwt',
          },
        },
      },
      template: [{ destination: '/vault/secrets/db' }],
    });
    expect(injectAgent(pod, ENV)).toEqual([]);
  });

  it('leaves the sidecar out when only the start matters', () => {
    const pod = podWith({
      ...ASKING,
      'vault.hashicorp.com/agent-pre-populate-only': 'true',
    });
    const containers = injectAgent(pod, ENV).find(
      ({ path }) => path === '/spec/containers',
    );
    expect(at(containers, 'value')).toHaveLength(1);
  });

  it('leaves a pod alone that does not ask', () => {
    expect(injectAgent(podWith({}), ENV)).toEqual([]);
  });

  it('says what is missing', () => {
    const { 'vault.hashicorp.com/role': _, ...roleless } = ASKING;
    expect(() => injectAgent(podWith(roleless), ENV)).toThrow(
      'no Vault role found',
    );
    expect(() =>
      injectAgent(
        podWith({
          ...ASKING,
          'vault.hashicorp.com/agent-service-account-token-volume-name': 'no',
        }),
        ENV,
      ),
    ).toThrow('failed to find service account volume "no"');
  });
});
