import type { KubeObject } from '../../kubelet/PodHost';
import { refuseGreaterBinding, refuseGreaterRole } from './escalation';

const RBAC = 'rbac.authorization.k8s.io';

/** A cluster in which reader may make roles, and read secrets. */
function world(rules: readonly object[]) {
  const maker: KubeObject = {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'maker' },
    rules,
  };
  const binding: KubeObject = {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'maker' },
    roleRef: { kind: 'ClusterRole', name: 'maker' },
    subjects: [{ kind: 'User', name: 'reader' }],
  };
  const all: KubeObject = {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'all' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  };
  const objects = [maker, binding, all];
  const user = {
    username: 'reader',
    groups: ['readers', 'system:authenticated'],
  };
  return {
    user,
    cluster: {
      name: 'c',
      region: 'r',
      caCertificatePem: '',
      hasLoadBalancerController: false,
    },
    store: {
      get: (
        _group: string,
        plural: string,
        _ns: string | undefined,
        name: string,
      ) =>
        objects.find(
          ({ kind, metadata }) =>
            `${kind.toLowerCase()}s` === plural && metadata.name === name,
        ),
      list: (_group: string, plural: string) =>
        objects.filter(({ kind }) => `${kind.toLowerCase()}s` === plural),
    },
  };
}

const SECRETS = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };

const role = (...rules: object[]): KubeObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: { name: 'g1' },
  rules,
});

const bindingOf = (name: string): KubeObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: 'b1' },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
});

describe('RBAC escalation', () => {
  it('is refused as a kube-apiserver 1.36.3 refused it', () => {
    const greedy = role(
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      {
        apiGroups: ['', 'apps'],
        resources: ['pods', 'secrets'],
        verbs: ['get', 'list'],
      },
    );
    expect(() =>
      refuseGreaterRole(greedy, undefined, world([SECRETS])),
    ).toThrow(
      `clusterroles.rbac.authorization.k8s.io "g1" is forbidden: user "reader" (groups=["readers" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}
{APIGroups:[""], Resources:["secrets"], Verbs:["list"]}
{APIGroups:["*"], Resources:["*"], Verbs:["*"]}
{APIGroups:["apps"], Resources:["pods"], Verbs:["get" "list"]}
{APIGroups:["apps"], Resources:["secrets"], Verbs:["get" "list"]}`,
    );
  });

  it('tells paths apart from resources', () => {
    expect(() =>
      refuseGreaterRole(
        role({ nonResourceURLs: ['/metrics'], verbs: ['get'] }),
        undefined,
        world([SECRETS]),
      ),
    ).toThrow('{NonResourceURLs:["/metrics"], Verbs:["get"]}');
  });

  it('is none where the rights are held, or fewer', () => {
    const named = { ...SECRETS, resourceNames: ['x'] };
    expect(() =>
      refuseGreaterRole(role(SECRETS, named), undefined, world([SECRETS])),
    ).not.toThrow();
  });

  it('is none where the rules stay as they were', () => {
    const all = role({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] });
    expect(() => refuseGreaterRole(all, all, world([SECRETS]))).not.toThrow();
  });

  it.each([
    ['escalate', 'g1'],
    ['bind', 'all'],
  ])('is waived by the verb %s on the role', (verb, name) => {
    const waiver = {
      apiGroups: [RBAC],
      resources: ['clusterroles'],
      resourceNames: [name],
      verbs: [verb],
    };
    const all = role({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] });
    const context = world([waiver]);
    expect(() =>
      verb === 'bind'
        ? refuseGreaterBinding(bindingOf('all'), context)
        : refuseGreaterRole(all, undefined, context),
    ).not.toThrow();
  });

  it('is refused in a binding too, and not asked of the cluster itself', () => {
    const { user: _, ...cluster } = world([SECRETS]);
    expect(() =>
      refuseGreaterBinding(bindingOf('all'), world([SECRETS])),
    ).toThrow(/clusterrolebindings.* "b1" is forbidden: .*not currently held/s);
    refuseGreaterBinding(bindingOf('all'), cluster);
  });
});
