import {
  matchesAuditFilter,
  type AuditLine,
  type AuditTailEvent,
  type AuditTailRequest,
  type FleetCluster,
  type StatusTransitions,
  type VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { FakeVaultEksApi } from '../src/testing/FakeVaultEksApi';
import {
  aFleetCluster,
  aLeaderChange,
  aLine,
  aStatus,
} from '../src/testing/fixtures';

const LEADS_FOR_MS = 30_000;
const LINE_EVERY_MS = 700;
const PATHS = [
  'auth/kubernetes/login',
  'secret/data/payments/db',
  'sys/mounts',
  'database/creds/readonly',
];

/** A Vault that lives: another pod leads every half a minute, and the audit log never rests. */
export class MovingVaultEksApi extends FakeVaultEksApi {
  readonly #start = Date.now();
  #lines = 0;

  async getStatus(): Promise<VaultClusterStatus> {
    const turn = this.#turnOf(Date.now());
    return aStatus(
      { observedAt: new Date().toISOString() },
      `vault-${turn % 3}`,
      this.#begin(turn),
    );
  }

  async *tailAudit(request: AuditTailRequest): AsyncGenerator<AuditTailEvent> {
    let pod = '';
    for (let n = 0; !request.signal?.aborted; n += 1) {
      const leader = `vault-${this.#turnOf(Date.now()) % 3}`;
      if (leader !== pod) {
        pod = leader;
        yield { kind: 'source', source: { state: 'following', pod } };
      }
      for (const line of this.#nextLines(pod)) {
        if (matchesAuditFilter({ kind: 'line', line }, request.filter ?? {})) {
          yield { kind: 'line', line };
        }
      }
      if (n >= (request.history ?? 0)) {
        await new Promise(resolve => setTimeout(resolve, LINE_EVERY_MS));
      }
    }
  }

  async listClusters(): Promise<FleetCluster[]> {
    return [aFleetCluster('payments-prod')];
  }

  async listTransitions(): Promise<StatusTransitions> {
    const now = this.#turnOf(Date.now());
    return {
      transitions: Array.from({ length: now + 1 }, (_, n) => now - n).map(
        turn => aLeaderChange(turn, `vault-${turn % 3}`, this.#begin(turn)),
      ),
    };
  }

  #turnOf(ms: number): number {
    return Math.floor((ms - this.#start) / LEADS_FOR_MS);
  }

  #begin(turn: number): string {
    return new Date(this.#start + turn * LEADS_FOR_MS).toISOString();
  }

  /** A request, and the response to the one before it: as in a real log, others come between. */
  #nextLines(pod: string) {
    this.#lines += 1;
    return [
      this.#line(pod, 'request', this.#lines),
      this.#line(pod, 'response', this.#lines - 1),
    ];
  }

  #line(pod: string, type: AuditLine['type'], n: number) {
    const path = PATHS[n % PATHS.length];
    return aLine(`${n}/${type}`, {
      pod,
      type,
      path,
      requestId: `request-${n}`,
      mountPoint: path.startsWith('auth/')
        ? 'auth/kubernetes/'
        : `${path.split('/')[0]}/`,
      time: new Date().toISOString(),
      operation: path.startsWith('auth/') ? 'update' : 'read',
      ...(type === 'response' &&
        n % 11 === 0 && { error: 'permission denied' }),
    });
  }
}
