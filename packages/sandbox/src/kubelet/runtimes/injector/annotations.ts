import type { KubeObject } from '../../PodHost';

const PREFIX = 'vault.hashicorp.com/';

/** One secret that a pod wants as a file. */
export interface WantedSecret {
  readonly name: string;
  readonly path: string;
  readonly template?: string;
}

/** What a pod asks of the injector. */
export interface InjectorRequest {
  readonly role?: string;
  readonly service?: string;
  readonly authPath?: string;
  readonly caCert?: string;
  readonly tlsSecret?: string;
  readonly tokenVolume?: string;
  readonly prePopulateOnly: boolean;
  readonly secrets: readonly WantedSecret[];
}

/** Reads the annotations; `undefined` when the pod asks for nothing, or was served before. */
export function injectorRequest(pod: KubeObject): InjectorRequest | undefined {
  const annotations = pod.metadata.annotations ?? {};
  const of = (name: string): string | undefined => annotations[PREFIX + name];
  if (of('agent-inject') !== 'true') return undefined;
  if (of('agent-inject-status') === 'injected') return undefined;
  const marker = `${PREFIX}agent-inject-secret-`;
  return {
    role: of('role'),
    service: of('service'),
    authPath: of('auth-path'),
    caCert: of('ca-cert'),
    tlsSecret: of('tls-secret'),
    tokenVolume: of('agent-service-account-token-volume-name'),
    prePopulateOnly: of('agent-pre-populate-only') === 'true',
    secrets: Object.entries(annotations)
      .filter(([name]) => name.startsWith(marker))
      .map(([name, path]) => ({
        name: name.slice(marker.length),
        path,
        template: of(`agent-inject-template-${name.slice(marker.length)}`),
      })),
  };
}
