import {
  parseSpec,
  VaultClusterSpecInput,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesObject } from '@kubernetes/client-node';
import { renderedVault } from '../__testUtils__/renderedVault';
import { serverConfig } from '../values/serverConfig';
import type { ChartWiring } from '../values/Wiring';
import { refuseBroken } from './refuseBroken';

function wiringOf(input: Partial<VaultClusterSpecInput> = {}): ChartWiring {
  const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1', ...input });
  return {
    spec,
    names: vaultNames(spec),
    caPem: 'CA',
    table: 'vault',
    sealKey: 'key',
    roleArn: 'arn:aws:iam::111122223333:role/vault',
    storageClass: 'gp3',
    tlsSecret: 'vault-server-tls',
    endpointUrls: {},
  };
}

/** New values by where they go: keys with spaces between, `+` for one more item; `undefined` takes away. */
type Change = Readonly<Record<string, unknown>>;

function put(into: unknown, [key, ...rest]: readonly string[], value: unknown) {
  if (Array.isArray(into) && key === '+') {
    into.push(value);
  } else if (typeof into === 'object' && into !== null) {
    if (rest.length > 0) {
      put(Reflect.get(into, key), rest, value);
    } else {
      Reflect.set(into, key, value);
    }
  } else {
    throw new Error(`There is nothing to put ${key} into`);
  }
}

/** Renders, changes the objects of one kind (and name), and judges. */
function judge(
  changes: Readonly<Record<string, Change | 'gone'>>,
  input: Partial<VaultClusterSpecInput> = {},
  more: readonly KubernetesObject[] = [],
) {
  const wiring = wiringOf(input);
  const objects = renderedVault(wiring).flatMap(object => {
    const copy: KubernetesObject = JSON.parse(JSON.stringify(object));
    const change =
      changes[`${object.kind}/${object.metadata?.name}`] ??
      changes[object.kind ?? ''] ??
      {};
    if (change === 'gone') {
      return [];
    }
    for (const [place, value] of Object.entries(change)) {
      put(copy, place.split(' '), value);
    }
    return [copy];
  });
  return () => refuseBroken({ objects: [...objects, ...more], wiring });
}

const POD = 'spec template spec';
const VAULT = `${POD} containers 0`;

describe('what the chart rendered', () => {
  it.each<Partial<VaultClusterSpecInput>>([
    {},
    { release: 'secrets', namespace: 'team-a', replicas: 5 },
    { ui: { exposure: 'internal' } },
    { ui: { exposure: 'internet-facing', sourceRanges: ['192.0.2.0/24'] } },
    { injector: { enabled: false } },
    { networkPolicy: { enabled: false } },
  ])('is installed when every promise holds: %j', input => {
    expect(judge({}, input)).not.toThrow();
  });

  it.each<[string, Record<string, Change | 'gone'>, RegExp]>([
    ['no StatefulSet', { StatefulSet: 'gone' }, /renders 0 StatefulSets/],
    [
      'other replicas',
      { StatefulSet: { 'spec replicas': 1 } },
      /it has 1 replicas instead of 3/,
    ],
    [
      'another name',
      { StatefulSet: { 'metadata name': 'safe' } },
      /StatefulSet safe should be vault/,
    ],
    [
      'pods one by one',
      { StatefulSet: { 'spec podManagementPolicy': 'OrderedReady' } },
      /one after the other/,
    ],
    [
      'a roll by Kubernetes',
      { StatefulSet: { 'spec updateStrategy type': 'RollingUpdate' } },
      /Kubernetes would replace its pods by itself/,
    ],
    [
      'another configuration',
      {
        ConfigMap: {
          'data extraconfig-from-values.hcl':
            'listener "tcp" { tls_disable = 1 }',
        },
      },
      /another configuration than the one made for it/,
    ],
    [
      'a second listener',
      {
        ConfigMap: {
          'data extraconfig-from-values.hcl': `${serverConfig(
            wiringOf(),
          )}\nlistener "tcp" {}`,
        },
      },
      /adds a listener/,
    ],
    [
      'a further configuration file',
      {
        StatefulSet: {
          [`${VAULT} args 0`]:
            'vault server -config=/a -config=/vault/userconfig/x.hcl',
        },
      },
      /would read a further configuration/,
    ],
    [
      'development mode',
      {
        StatefulSet: {
          [`${VAULT} args 0`]: 'vault server -dev -config=/tmp/a',
        },
      },
      /development mode/,
    ],
    [
      'a plain port',
      { StatefulSet: { [`${VAULT} ports 0 name`]: 'http' } },
      /a port for plain HTTP/,
    ],
    [
      'another table by the environment',
      {
        StatefulSet: {
          [`${VAULT} env +`]: { name: 'AWS_DYNAMODB_TABLE', value: 'x' },
        },
      },
      /the variable AWS_DYNAMODB_TABLE would overrule/,
    ],
    [
      'an address without TLS',
      {
        StatefulSet: { [`${VAULT} env 0 value`]: 'http://127.0.0.1:8200' },
      },
      /the variable VAULT_ADDR would overrule/,
    ],
    [
      'no audit volume',
      { StatefulSet: { 'spec volumeClaimTemplates': [] } },
      /no volume for the audit log/,
    ],
    [
      'another class',
      {
        StatefulSet: {
          'spec volumeClaimTemplates 0 spec storageClassName': 'gp2',
        },
      },
      /of class gp2 instead of gp3/,
    ],
    [
      'volumes that go with the pods',
      {
        StatefulSet: {
          'spec persistentVolumeClaimRetentionPolicy': {
            whenDeleted: 'Delete',
          },
        },
      },
      /audit volumes would be deleted/,
    ],
    [
      'another role',
      {
        ServiceAccount: {
          'metadata annotations eks.amazonaws.com/role-arn': 'other',
        },
      },
      /does not name the role of Vault/,
    ],
    [
      'another account',
      { StatefulSet: { [`${POD} serviceAccountName`]: 'x' } },
      /would not run as/,
    ],
    [
      'no reviews of tokens',
      { ClusterRoleBinding: 'gone' },
      /may not review tokens/,
    ],
    [
      'a load balancer',
      { 'Service/vault': { 'spec type': 'LoadBalancer' } },
      /Service vault would be of type LoadBalancer, and ui\.exposure: none makes that ClusterIP/,
    ],
    [
      'an external address',
      { 'Service/vault-active': { 'spec externalIPs': ['192.0.2.1'] } },
      /Service vault-active would be of type/,
    ],
    [
      'a load balancer of another scheme',
      {
        'Service/vault-ui': {
          'metadata annotations': {
            'service.beta.kubernetes.io/aws-load-balancer-scheme':
              'internet-facing',
          },
        },
      },
      /Service vault-ui has other load balancer annotations/,
    ],
    [
      'another port',
      { 'Service/vault-active': { 'spec ports 0 port': 443 } },
      /Service vault-active does not lead from port 8200/,
    ],
    [
      'no Service for the leader',
      { 'Service/vault-active': 'gone' },
      /there is no Service vault-active/,
    ],
    [
      'the network of the node',
      { StatefulSet: { [`${POD} hostNetwork`]: true } },
      /StatefulSet vault ask for hostNetwork/,
    ],
    [
      'root',
      {
        StatefulSet: { [`${POD} securityContext runAsUser`]: 0 },
      },
      /Vault could run as root/,
    ],
    [
      'privileges',
      { StatefulSet: { [`${VAULT} securityContext`]: undefined } },
      /Vault could gain privileges/,
    ],
    [
      'an injector that trusts nobody',
      { Deployment: { [`${VAULT} env 1 value`]: '' } },
      /another AGENT_INJECT_VAULT_CACERT_BYTES/,
    ],
    [
      'no NetworkPolicy',
      { NetworkPolicy: 'gone' },
      /no NetworkPolicy guards the Vault pods/,
    ],
    [
      'another namespace',
      { ServiceAccount: { 'metadata namespace': 'kube-system' } },
      /would be in namespace kube-system/,
    ],
  ])('is refused with %s', (_, changes, message) => {
    expect(judge(changes)).toThrow(message);
  });

  it('is refused with another entrance, and with one that is open to more than asked', () => {
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'vault', namespace: 'vault' },
    };
    expect(judge({}, {}, [ingress])).toThrow(
      'Ingress vault would be a way to Vault past ui.exposure: none',
    );
    expect(
      judge(
        { 'Service/vault-ui': { 'spec loadBalancerSourceRanges': undefined } },
        { ui: { exposure: 'internet-facing', sourceRanges: ['192.0.2.0/24'] } },
      ),
    ).toThrow('Service vault-ui is not held to ui.sourceRanges');
  });

  it('names the values of the user that may be the cause, and else the chart', () => {
    const change: Record<string, Change> = {
      'Service/vault': { 'spec type': 'LoadBalancer' },
    };
    expect(
      judge(change, {
        values: {
          server: { service: { type: 'LoadBalancer' }, logLevel: 'debug' },
        },
      }),
    ).toThrow(
      /cannot be installed\. values: server\.service\.type: Service vault would be/,
    );
    expect(judge(change)).toThrow(
      /What chart vault 0\.34\.1 makes of this cannot be installed\. Service vault would be .* choose another chartVersion/,
    );
  });
});
