import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface InjectorChoices {
  readonly enabled: boolean;
  readonly namespaces: readonly string[];
  readonly exceptNamespaces: readonly string[];
}

/** What the injector shall serve can be said to the API server in one selector, and includes the pods that check it. */
export function refuseInInjector(
  {
    namespace,
    injector,
  }: { readonly namespace: string; readonly injector: InjectorChoices },
  refuse: Refuse,
) {
  const { enabled, namespaces, exceptNamespaces } = injector;
  for (const [field, given] of Object.entries({
    namespaces,
    exceptNamespaces,
  })) {
    if (!enabled && given.length > 0) {
      refuse(
        ['injector', field],
        `injector.${field}: there is no injector; leave it out, or set injector.enabled`,
      );
    }
  }
  if (namespaces.length > 0 && exceptNamespaces.length > 0) {
    refuse(
      ['injector', 'exceptNamespaces'],
      'injector.exceptNamespaces: injector.namespaces names all that are served; give one of the two',
    );
  }
  if (exceptNamespaces.includes(namespace)) {
    refuse(
      ['injector', 'exceptNamespaces'],
      `injector.exceptNamespaces: ${namespace} is Vault's own, where a pod checks the injector; leave it out, or set injector.enabled: false`,
    );
  }
}
