import type { JsonObject } from '../util/json';
import { rfc3339Nano } from '../util/time';

/** A node about itself, as its heartbeats tell. */
export interface NodeFacts {
  readonly hostname: string;
  readonly apiAddress: string;
  readonly clusterAddress: string;
  readonly version: string;
}

/** The standbys that the active node hears of. */
export class Standbys {
  private readonly echoes = new Map<string, { facts: NodeFacts; at: Date }>();

  constructor(private readonly forgetAfterMs: number) {}

  heard(facts: NodeFacts): void {
    this.echoes.set(facts.clusterAddress, { facts, at: new Date() });
  }

  /** The rows of `sys/ha-status`. */
  rows(): JsonObject[] {
    const oldest = Date.now() - this.forgetAfterMs;
    return [...this.echoes.values()]
      .filter(({ at }) => at.getTime() > oldest)
      .map(({ facts, at }) => row(facts, rfc3339Nano(at)));
  }
}

export function row(facts: NodeFacts, lastEcho: string | null): JsonObject {
  return {
    hostname: facts.hostname,
    api_address: facts.apiAddress,
    cluster_address: facts.clusterAddress,
    active_node: lastEcho === null,
    last_echo: lastEcho,
    version: facts.version,
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
  };
}
