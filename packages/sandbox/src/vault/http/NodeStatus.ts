import type { Core } from '../core/Core';
import type { HttpAnswer } from '../logical/answer';
import { refusal } from '../logical/answer';
import { VaultError } from '../logical/errors';
import { NEVER, rfc3339Nano } from '../util/time';

/** What one node says of itself without a token. */
export class NodeStatus {
  constructor(
    private readonly core: Core,
    private readonly version: string,
    private readonly buildDate: string,
  ) {}

  async health(query: URLSearchParams): Promise<HttpAnswer> {
    const { core } = this;
    const initialized = await core.options.sealed.isInitialized();
    const sealed = core.unsealed === undefined;
    const standby = core.active === undefined;
    const heartbeat = standby ? core.unsealed?.watch?.heartbeat : undefined;
    const mode = !sealed && (!standby || heartbeat) ? 'disabled' : 'unknown';
    const body = {
      initialized,
      sealed,
      standby,
      performance_standby: false,
      replication_performance_mode: mode,
      replication_dr_mode: mode,
      server_time_utc: Math.floor(core.options.timing.now() / 1000),
      version: this.version,
      enterprise: false,
      ...this.clusterName(),
      echo_duration_ms: heartbeat?.durationMs ?? 0,
      clock_skew_ms: heartbeat?.skewMs ?? 0,
      replication_primary_canary_age_ms: 0,
      ...(heartbeat
        ? {
            ha_connection_healthy: true,
            last_request_forwarding_heartbeat_ms:
              core.options.timing.now() - heartbeat.at,
          }
        : {}),
    };
    return {
      status: healthCode({ initialized, sealed, standby }, query),
      body,
    };
  }

  async sealStatus(): Promise<HttpAnswer> {
    const { core } = this;
    const initialized = await core.options.sealed.isInitialized();
    const recovery = initialized
      ? await core.options.sealed.recoveryConfig()
      : undefined;
    return {
      status: 200,
      body: {
        type: 'awskms',
        initialized,
        sealed: core.unsealed === undefined,
        t: recovery?.secret_threshold ?? 0,
        n: recovery?.secret_shares ?? 0,
        progress: 0,
        nonce: '',
        version: this.version,
        build_date: this.buildDate,
        migration: false,
        ...this.clusterName(),
        recovery_seal: true,
        storage_type: 'dynamodb',
        ...(recovery ? { recovery_seal_type: 'shamir' } : {}),
      },
    };
  }

  async leader(): Promise<HttpAnswer> {
    const { core } = this;
    const { config } = core.options;
    if (!core.unsealed) return refusal(503, 'Vault is sealed');
    const watch = core.unsealed.watch;
    const { active } = core;
    const leader = active ? undefined : await watch?.leader();
    return {
      status: 200,
      body: {
        ha_enabled: watch !== undefined,
        is_self: active !== undefined,
        active_time: active ? rfc3339Nano(active.since) : NEVER,
        leader_address: active
          ? config.apiAddress
          : leader?.redirect_addr ?? '',
        leader_cluster_address: active
          ? config.clusterAddress
          : leader?.cluster_addr ?? '',
        performance_standby: false,
        performance_standby_last_remote_wal: 0,
      },
    };
  }

  private clusterName() {
    const cluster = this.core.unsealed?.cluster;
    return cluster && { cluster_name: cluster.name, cluster_id: cluster.id };
  }
}

function healthCode(
  state: { initialized: boolean; sealed: boolean; standby: boolean },
  query: URLSearchParams,
): number {
  const code = (name: string, usual: number) => {
    const asked = query.get(name);
    if (asked === null) return usual;
    if (!/^\d{3}$/.test(asked))
      throw new VaultError(
        400,
        `strconv.Atoi: parsing ${JSON.stringify(asked)}: invalid syntax`,
      );
    return Number(asked);
  };
  const activeCode = code('activecode', 200);
  if (!state.initialized) return code('uninitcode', 501);
  if (state.sealed) return code('sealedcode', 503);
  if (!state.standby) return activeCode;
  const standbyOk =
    query.has('standbyok') && query.get('standbyok') !== 'false';
  return standbyOk ? activeCode : code('standbycode', 429);
}
