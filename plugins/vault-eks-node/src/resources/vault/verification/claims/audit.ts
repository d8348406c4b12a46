import type { AuditDeviceSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  splitLines,
  type KubernetesConnection,
} from '../../../../connections/kubernetes';
import { poll } from '../../../../connections/poll';
import { auditListAnswer } from '../../../../connections/vault';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { OPERATOR } from '../../auth/roles';
import { Claim, ClaimFailed } from '../Claim';
import type { Evidence } from '../evidence/Evidence';
import { timeLimit } from '../../../../connections/timeLimit';

const ARRIVAL_TIMEOUT_MS = 20_000;
/** A busy Vault writes some thousand lines a second. */
const TAIL_LINES = 20_000;
const LONGEST_LINE = 256 * 1024;
/** A command whose connection is lost without a word would never end. */
const EXEC_TIMEOUT_MS = 15_000;

type OnAudit = Pick<
  Evidence,
  'spec' | 'kubernetes' | 'session' | 'secret' | 'leader'
>;

interface Place {
  readonly kubernetes: KubernetesConnection;
  readonly namespace: string;
  readonly pod: string;
}

async function inLog(
  { kubernetes, ...pod }: Place,
  text: string,
  ctx: OperationContext,
) {
  const log = await kubernetes.logs(
    { ...pod, container: 'vault', follow: false, tailLines: TAIL_LINES },
    ctx,
  );
  for await (const line of splitLines(log, LONGEST_LINE)) {
    if ('text' in line && line.text.includes(text)) {
      return true;
    }
  }
  return false;
}

async function inFile(
  { kubernetes, ...pod }: Place,
  file: string,
  text: string,
  { signal, execMs }: OperationContext & { readonly execMs: number },
) {
  const limit = timeLimit(execMs);
  // Both were checked by their schemas to hold no character that a shell reads.
  const script = `tail -n ${TAIL_LINES} ${file} | grep -F -c -- ${text}`;
  const { exitCode, stderr } = await kubernetes
    .exec(
      { ...pod, container: 'vault', command: ['/bin/sh', '-c', script] },
      { signal: AbortSignal.any([signal, limit]) },
    )
    .catch(error => {
      signal.throwIfAborted();
      throw limit.aborted
        ? new ClaimFailed(
            `${file} could not be read in ${pod.pod} within ${execMs} ms`,
          )
        : error;
    });
  // 1 says that grep found nothing.
  if (exitCode > 1 || stderr.trim() !== '') {
    throw new ClaimFailed(
      `${file} cannot be read in ${pod.pod}: ${
        stderr.trim() || `exit code ${exitCode}`
      }`,
    );
  }
  return exitCode === 0;
}

/** The lines of this very verification, in one device of the pod that leads. */
function linesIn(
  { kubernetes, session, secret, leader }: OnAudit,
  device: AuditDeviceSpec,
  execMs: number,
): Claim[] {
  if (device.type === 'socket') {
    return [];
  }
  const where = device.type === 'file' ? device.filePath : 'its log';
  return [
    {
      id: `audit-lines-${device.path}`,
      claim: `What was just written stands in audit device ${device.path}/ (${where})`,
      fix: 'See whether the device is enabled on the leader (vault audit list) and its volume has room; run the deploy again.',
      async try(ctx) {
        const [{ path }, pod] = await Promise.all([secret(ctx), leader(ctx)]);
        const place = { kubernetes, namespace: session.pods.namespace, pod };
        return await poll(
          async () => {
            const found =
              device.type === 'file'
                ? await inFile(place, device.filePath, path, { ...ctx, execMs })
                : await inLog(place, path, ctx);
            return found ? `in ${where} on ${pod}` : undefined;
          },
          {
            signal: ctx.signal,
            timeoutMs: ARRIVAL_TIMEOUT_MS,
            onTimeout: () =>
              new ClaimFailed(`No line about ${path} in ${where} on ${pod}`),
          },
        );
      },
    },
  ];
}

/** Claims about the audit devices that the spec declares. */
export function auditClaims(
  evidence: OnAudit,
  execMs = EXEC_TIMEOUT_MS,
): Claim[] {
  const { spec, session } = evidence;
  const { devices } = spec.audit;
  return [
    {
      id: 'audit-devices',
      claim: `All ${devices.length} audit devices of the spec are enabled`,
      fix: 'Run the deploy again; it enables what is missing.',
      try: ctx =>
        session.as(OPERATOR, ctx, async ({ client, token }) => {
          const { data } = await client.call(
            { method: 'GET', path: 'sys/audit', token, signal: ctx.signal },
            auditListAnswer,
          );
          const missing = devices
            .map(({ path }) => `${path}/`)
            .filter(path => !data[path]);
          if (missing.length > 0) {
            throw new ClaimFailed(`Not enabled: ${missing.join(', ')}`);
          }
          return Object.keys(data).join(', ');
        }),
    },
    ...devices.flatMap(device => linesIn(evidence, device, execMs)),
  ];
}
