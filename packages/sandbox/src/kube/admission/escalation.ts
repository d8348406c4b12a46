import type { KubeObject } from '../../kubelet/PodHost';
import { forbidden } from '../api/ApiError';
import { objectOf, textOf } from '../api/json';
import { Authorizer } from '../auth/Authorizer';
import { PolicyRule, ruleAllows, rulesOf } from '../auth/rules';
import type { WriteContext } from './Strategy';

const GROUP = 'rbac.authorization.k8s.io';

/** One verb on one resource or path. */
interface Right {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly path?: string;
}

/**
 * Nobody gives away what they do not hold: who writes a role must have its rights, or the verb `escalate` on it; who
 * binds one, its rights or the verb `bind`. Texts as a kube-apiserver 1.36.3 gives them.
 */
export function refuseGreaterRole(
  role: KubeObject,
  previous: KubeObject | undefined,
  context: WriteContext,
): void {
  const same =
    previous && JSON.stringify(previous.rules) === JSON.stringify(role.rules);
  if (!same) refuseWhatIsNotHeld(role, rulesOf(role), 'escalate', context);
}

/** As {@link refuseGreaterRole}, for a binding and the role that it names. */
export function refuseGreaterBinding(
  binding: KubeObject,
  context: WriteContext,
): void {
  const { kind, name } = objectOf(binding.roleRef);
  const role =
    kind === 'ClusterRole'
      ? context.store.get(GROUP, 'clusterroles', undefined, String(name))
      : context.store.get(
          GROUP,
          'roles',
          binding.metadata.namespace,
          String(name),
        );
  refuseWhatIsNotHeld(binding, rulesOf(role), 'bind', context);
}

function refuseWhatIsNotHeld(
  object: KubeObject,
  rules: readonly PolicyRule[],
  verb: 'escalate' | 'bind',
  { user, store }: WriteContext,
): void {
  if (!user || user.groups.includes('system:masters')) return;
  const { namespace, name } = object.metadata;
  const plural = `${object.kind.toLowerCase()}s`;
  const authorizer = new Authorizer(store);
  const role =
    verb === 'bind'
      ? {
          resource:
            objectOf(object.roleRef).kind === 'ClusterRole'
              ? 'clusterroles'
              : 'roles',
          name: textOf(objectOf(object.roleRef).name),
        }
      : { resource: plural, name };
  const waived = authorizer.allows(user, {
    ...{ to: 'resource', verb, group: GROUP, namespace },
    ...role,
  });
  if (waived) return;
  const held = authorizer.rulesFor(user, namespace);
  const missing = rules
    .flatMap(rightsOf)
    .filter(right => !held.some(rule => covers(rule, right)));
  if (missing.length === 0) return;
  const groups = user.groups.map(group => JSON.stringify(group)).join(' ');
  throw forbidden(
    { group: GROUP, plural },
    name,
    `user ${JSON.stringify(
      user.username,
    )} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${described(
      missing,
    ).join('\n')}`,
  );
}

function rightsOf(rule: PolicyRule): Right[] {
  const names =
    rule.resourceNames.length > 0 ? rule.resourceNames : [undefined];
  return rule.verbs.flatMap(verb => [
    ...rule.apiGroups.flatMap(group =>
      rule.resources.flatMap(resource =>
        names.map(name => ({ verb, group, resource, name })),
      ),
    ),
    ...rule.nonResourceURLs.map(path => ({ verb, path })),
  ]);
}

function covers(rule: PolicyRule, right: Right): boolean {
  const { verb, path, group = '', resource = '', name } = right;
  return path === undefined
    ? ruleAllows(rule, { to: 'resource', verb, group, resource, name })
    : ruleAllows(rule, { to: 'path', verb, path });
}

/** The rights as rules again, each resource once with all its verbs. */
function described(rights: readonly Right[]): string[] {
  const verbs = new Map<string, string[]>();
  const quoted = (text: string | undefined) => JSON.stringify(text ?? '');
  for (const { verb, group, resource, name, path } of rights) {
    const subject =
      path === undefined
        ? `APIGroups:[${quoted(group)}], Resources:[${quoted(resource)}]${
            name === undefined ? '' : `, ResourceNames:[${quoted(name)}]`
          }`
        : `NonResourceURLs:[${quoted(path)}]`;
    verbs.set(subject, [...(verbs.get(subject) ?? []), quoted(verb)]);
  }
  return [...verbs]
    .map(([subject, list]) => `{${subject}, Verbs:[${list.join(' ')}]}`)
    .sort();
}
