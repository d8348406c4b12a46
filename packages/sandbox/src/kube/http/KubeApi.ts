import type { IncomingMessage } from 'node:http';
import type { PodHost } from '../../kubelet/PodHost';
import type { Authorizer } from '../auth/Authorizer';
import type { ServiceAccountTokens } from '../auth/ServiceAccountTokens';
import type { UserInfo } from '../auth/UserInfo';
import type { Schemas } from '../schema/Schemas';
import type { Registry } from '../store/Registry';
import type { ResourceRequest } from './RequestInfo';

/** What request handlers work with. */
export interface KubeApi {
  readonly registry: Registry;
  readonly schemas: Schemas;
  readonly authorizer: Authorizer;
  readonly tokens: ServiceAccountTokens;
  /** The kubelets; absent until they run. */
  readonly podHost: () => PodHost | undefined;
}

/** One authorized request to a resource. */
export interface Call {
  readonly api: KubeApi;
  readonly user: UserInfo;
  readonly info: ResourceRequest;
  readonly request: IncomingMessage;
}
