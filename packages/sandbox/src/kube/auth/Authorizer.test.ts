import { createStore } from '../store/createStore';
import type { Registry } from '../store/Registry';
import {
  defaultClusterRoleBindings,
  defaultClusterRoles,
} from '../seed/clusterRoles';
import { Authorizer } from './Authorizer';
import type { AccessRequest } from './rules';
import type { UserInfo } from './UserInfo';

const RBAC = 'rbac.authorization.k8s.io';

function reading(resource: string, namespace?: string): AccessRequest {
  return { to: 'resource', verb: 'get', group: '', resource, namespace };
}

const APP: UserInfo = {
  username: 'system:serviceaccount:demo:app',
  groups: ['system:serviceaccounts', 'system:authenticated'],
};

describe('Authorizer', () => {
  let store: Registry;
  let authorizer: Authorizer;

  beforeEach(() => {
    store = createStore({
      cluster: {
        name: 'demo',
        region: 'eu-west-1',
        caCertificatePem: '',
        hasLoadBalancerController: false,
      },
    });
    authorizer = new Authorizer(store);
    for (const name of ['demo', 'other']) {
      store.create('', 'namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    defaultClusterRoles().forEach(role =>
      store.create(RBAC, 'clusterroles', role),
    );
    defaultClusterRoleBindings().forEach(binding =>
      store.create(RBAC, 'clusterrolebindings', binding),
    );
  });

  function bind(kind: 'RoleBinding' | 'ClusterRoleBinding', role: string) {
    const plural =
      kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings';
    store.create(RBAC, plural, {
      apiVersion: `${RBAC}/v1`,
      kind,
      metadata: { name: 'test', namespace: 'demo' },
      roleRef: { kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'demo' }],
    });
  }

  it('lets a service account do nothing but ask about itself', () => {
    expect(authorizer.allows(APP, reading('pods', 'demo'))).toBe(false);
    expect(
      authorizer.allows(APP, {
        to: 'resource',
        verb: 'create',
        group: 'authorization.k8s.io',
        resource: 'selfsubjectaccessreviews',
      }),
    ).toBe(true);
    expect(
      authorizer.allows(APP, { to: 'path', verb: 'get', path: '/openapi/v3' }),
    ).toBe(true);
  });

  it('keeps a role binding inside its namespace', () => {
    bind('RoleBinding', 'view');
    expect(authorizer.allows(APP, reading('pods', 'demo'))).toBe(true);
    expect(authorizer.allows(APP, reading('pods', 'other'))).toBe(false);
    expect(authorizer.allows(APP, reading('pods'))).toBe(false);
  });

  it('shows no secrets to a viewer, and lets an editor exec', () => {
    bind('ClusterRoleBinding', 'view');
    expect(authorizer.allows(APP, reading('secrets', 'demo'))).toBe(false);
    store.delete(RBAC, 'clusterrolebindings', undefined, 'test');
    bind('ClusterRoleBinding', 'edit');
    expect(
      authorizer.allows(APP, {
        to: 'resource',
        verb: 'create',
        group: '',
        resource: 'pods',
        subresource: 'exec',
        namespace: 'other',
      }),
    ).toBe(true);
  });

  it('honours resource names', () => {
    store.create(RBAC, 'clusterroles', {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'approver' },
      rules: [
        {
          apiGroups: ['certificates.k8s.io'],
          resources: ['signers'],
          resourceNames: ['beta.eks.amazonaws.com/app-serving'],
          verbs: ['approve'],
        },
      ],
    });
    bind('ClusterRoleBinding', 'approver');
    const approve = (name?: string): AccessRequest => ({
      to: 'resource',
      verb: 'approve',
      group: 'certificates.k8s.io',
      resource: 'signers',
      name,
    });
    expect(
      authorizer.allows(APP, approve('beta.eks.amazonaws.com/app-serving')),
    ).toBe(true);
    expect(authorizer.allows(APP, approve('kubernetes.io/other'))).toBe(false);
    expect(authorizer.allows(APP, approve())).toBe(false);
  });

  it('grants what EKS access policies grant', () => {
    const withPolicy = (policy: string): UserInfo => ({
      username: 'arn:aws:iam::111122223333:role/r',
      groups: ['system:authenticated'],
      accessPolicies: [`arn:aws:eks::aws:cluster-access-policy/${policy}`],
    });
    const secrets = reading('secrets', 'demo');
    expect(
      ['AmazonEKSClusterAdminPolicy', 'AmazonEKSEditPolicy'].map(policy =>
        authorizer.allows(withPolicy(policy), secrets),
      ),
    ).toEqual([true, true]);
    expect(
      ['AmazonEKSViewPolicy', 'Unknown'].map(policy =>
        authorizer.allows(withPolicy(policy), secrets),
      ),
    ).toEqual([false, false]);
  });

  it('keeps an EKS access policy inside the namespaces of its scope', () => {
    const user: UserInfo = {
      username: 'arn:aws:iam::111122223333:role/r',
      groups: ['system:authenticated'],
      namespacedAccessPolicies: [
        {
          arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
          namespaces: ['demo', 'team-*'],
        },
      ],
    };
    const mayRead = (namespace?: string) =>
      authorizer.allows(user, reading('secrets', namespace));
    expect([mayRead('demo'), mayRead('team-a')]).toEqual([true, true]);
    expect([mayRead('other'), mayRead()]).toEqual([false, false]);
  });
});
