import type { AuditBroker } from '../audit/AuditBroker';
import type { TokenStore } from '../auth/token/TokenStore';
import type { ServerLog } from '../core/ServerLog';
import type { Mounts } from '../logical/Mounts';
import type { PolicyStore } from '../policy/PolicyStore';
import type { JsonObject } from '../util/json';

/** What the system backend works on. */
export interface SystemContext {
  readonly mounts: Mounts;
  readonly audit: AuditBroker;
  readonly policies: PolicyStore;
  readonly tokens: TokenStore;
  readonly log: ServerLog;
  readonly version: string;
  /** The nodes, as `sys/ha-status` lists them. */
  haNodes(): readonly JsonObject[];
}
