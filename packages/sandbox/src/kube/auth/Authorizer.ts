import type { ClusterStore, KubeObject } from '../../kubelet/PodHost';
import { objectOf, objectsOf, textOf } from '../api/json';
import { accessPoliciesFor, rulesOfAccessPolicy } from './accessPolicies';
import { AccessRequest, PolicyRule, ruleAllows, rulesOf } from './rules';
import type { UserInfo } from './UserInfo';

const RBAC = 'rbac.authorization.k8s.io';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Decides by RBAC, and by the EKS access policies of the caller's access entry, who may do what. */
export class Authorizer {
  constructor(private readonly store: Pick<ClusterStore, 'get' | 'list'>) {}

  allows(user: UserInfo, request: AccessRequest): boolean {
    if (user.groups.includes('system:masters')) return true;
    const namespace = request.to === 'resource' ? request.namespace : undefined;
    return this.rulesFor(user, namespace).some(rule =>
      ruleAllows(rule, request),
    );
  }

  /** Every rule that holds for the user in the namespace, cluster-wide ones included. */
  rulesFor(user: UserInfo, namespace: string | undefined): PolicyRule[] {
    const clusterWide = this.store
      .list(RBAC, 'clusterrolebindings')
      .filter(binding => binds(binding, user));
    const inNamespace = namespace
      ? this.store
          .list(RBAC, 'rolebindings', namespace)
          .filter(binding => binds(binding, user))
      : [];
    return [
      ...accessPoliciesFor(user, namespace).flatMap(policy =>
        rulesOfAccessPolicy(policy, name => this.clusterRoleRules(name)),
      ),
      ...[...clusterWide, ...inNamespace].flatMap(binding =>
        this.rulesOfBinding(binding),
      ),
    ];
  }

  private rulesOfBinding(binding: KubeObject): PolicyRule[] {
    const { kind, name } = objectOf(binding.roleRef);
    const role = textOf(name) ?? '';
    return kind === 'ClusterRole'
      ? this.clusterRoleRules(role)
      : rulesOf(
          this.store.get(RBAC, 'roles', binding.metadata.namespace, role),
        );
  }

  private clusterRoleRules(name: string): PolicyRule[] {
    return rulesOf(this.store.get(RBAC, 'clusterroles', undefined, name));
  }
}

function binds(binding: KubeObject, user: UserInfo): boolean {
  return objectsOf(binding.subjects).some(subject => {
    switch (subject.kind) {
      case 'User':
        return subject.name === user.username;
      case 'Group':
        return user.groups.includes(String(subject.name));
      case 'ServiceAccount': {
        const [, namespace, name] = SERVICE_ACCOUNT.exec(user.username) ?? [];
        const inNamespace = subject.namespace ?? binding.metadata.namespace;
        return (
          name !== undefined &&
          name === subject.name &&
          namespace === inNamespace
        );
      }
      default:
        return false;
    }
  });
}
