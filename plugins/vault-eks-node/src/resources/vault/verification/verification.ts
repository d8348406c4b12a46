import type {
  VaultClusterSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { auditListAnswer } from '../../../connections/vault';
import type { ManagedResource } from '../../../engine/ManagedResource';
import { OPERATOR } from '../auth/roles';
import type { Custody } from '../custody/Custody';
import type { VaultSession } from '../session/VaultSession';
import { auditLineArrived } from './auditLineArrived';
import { Claim, ClaimFailed, tryClaim } from './Claim';
import { injectorReady } from './injectorReady';
import { nodeClaims } from './nodeClaims';
import { secretRoundTrip } from './secretRoundTrip';

/** What the claims are tried on. */
export interface VerificationOptions {
  readonly spec: VaultClusterSpec;
  readonly kubernetes: KubernetesConnection;
  readonly session: VaultSession;
  readonly custody: Custody;
}

function custodyClaim(custody: Custody): Claim {
  return {
    id: 'root-token-gone',
    claim: 'The recovery keys are in custody, and the root token is not',
    async try(ctx) {
      const record = await custody.read(ctx);
      if (record.state !== 'initialised') {
        throw new ClaimFailed(`Custody is ${record.state}`);
      }
      if (record.rootToken) {
        throw new ClaimFailed('Custody still holds a root token');
      }
      return `${record.recoveryKeys.length} shares in ${custody.name}`;
    },
  };
}

function claims(options: VerificationOptions): readonly (readonly Claim[])[] {
  const { spec, kubernetes, session, custody } = options;
  const { pods } = session;
  let written: string | undefined;
  return [
    [
      ...nodeClaims({ kubernetes, pods, replicas: spec.replicas }),
      {
        id: 'secret-round-trip',
        claim:
          'A secret can be written, read and deleted through the active service, with TLS verified',
        async try(ctx) {
          const { path, address } = await secretRoundTrip({
            kubernetes,
            session,
            ctx,
          });
          written = path;
          return `${path} at ${address}`;
        },
      },
      {
        id: 'audit-devices',
        claim: 'Two audit devices are enabled',
        try: ctx =>
          session.as(OPERATOR, ctx, async ({ client, token }) => {
            const { data } = await client.call(
              { method: 'GET', path: 'sys/audit', token, signal: ctx.signal },
              auditListAnswer,
            );
            const paths = Object.keys(data);
            if (paths.length < 2) {
              throw new ClaimFailed(`Enabled: ${paths.join(', ') || 'none'}`);
            }
            return paths.join(', ');
          }),
      },
      ...(spec.injector.enabled
        ? [
            {
              id: 'injector-ready',
              claim: 'The agent injector is ready',
              try: ctx =>
                injectorReady({
                  kubernetes,
                  namespace: spec.namespace,
                  fullname: pods.fullname,
                  replicas: spec.injector.replicas,
                  ctx,
                }),
            } satisfies Claim,
          ]
        : []),
      custodyClaim(custody),
    ],
    [
      {
        id: 'audit-lines',
        claim: 'What was just written stands in the audit log',
        async try(ctx) {
          if (!written) {
            throw new ClaimFailed('Nothing could be written');
          }
          return auditLineArrived({ kubernetes, pods, path: written, ctx });
        },
      },
    ],
  ];
}

/** Tries every claim of a finished deploy. Leaves the KV mount `vault-eks-check/` behind, and nothing in it. */
export function verification(
  options: VerificationOptions,
): ManagedResource<readonly VerifiedClaim[], readonly VerifiedClaim[]> {
  const { spec } = options;
  let results: readonly VerifiedClaim[] | undefined;
  return {
    title: `Verification of Vault ${spec.namespace}/${spec.release}`,
    observe: async () => results,
    diff: () => [],
    async create(ctx) {
      const tried: VerifiedClaim[] = [];
      for (const round of claims(options)) {
        tried.push(...(await Promise.all(round.map(c => tryClaim(c, ctx)))));
      }
      for (const { passed, claim, detail } of tried) {
        ctx.log(
          `${passed ? 'pass' : 'FAIL'}: ${claim}${
            detail ? ` (${detail})` : ''
          }`,
        );
      }
      results = tried;
    },
    async update() {
      // It is tried anew in each run.
    },
    async delete() {
      // It leaves nothing but the mount, which ends with Vault.
    },
    output: found => found,
  };
}
