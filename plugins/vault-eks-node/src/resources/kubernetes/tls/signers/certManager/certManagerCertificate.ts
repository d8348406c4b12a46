import { ConflictError, InputError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import type {
  ManagedResource,
  OperationContext,
  Removal,
} from '../../../../../engine/ManagedResource';
import {
  itemsFor,
  KUBERNETES_ENTRIES,
  materialOf,
  secretRef,
} from '../../secretMaterial';
import type { ServerCertificateOutput } from '../../ServerCertificateOutput';
import { subjectNames } from '../../subjectNames';
import type { ServerCertificateOptions } from '../ServerCertificateOptions';
import {
  certificateChanges,
  ObservedCertificateObject,
  ownerRefusal,
  secretFaults,
  Wanted,
} from './certificateChanges';
import {
  CertificateObject,
  conditionOf,
  issuerRef,
  wantedCertificate,
  WithConditions,
} from './objects';
import { certificateRef, hasFailed, untilReady } from './untilReady';

/** What `cmctl renew` writes, so that cert-manager issues anew at once. Source: cert-manager, `cmctl renew`. */
const manualTrigger = (now: Date) => ({
  type: 'Issuing',
  status: 'True',
  reason: 'ManuallyTriggered',
  message: 'Certificate re-issuance manually triggered',
  lastTransitionTime: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
});

/**
 * A Certificate of ours that cert-manager keeps issued, by an issuer of others. Its secret is mounted as cert-manager
 * writes it, under Vault's file names, so that what it renews reaches the pods by itself.
 *
 * @throws InputError when the spec names no issuer
 */
export function certManagerCertificate(
  options: ServerCertificateOptions,
): ManagedResource<ObservedCertificateObject, ServerCertificateOutput> {
  const { spec, secretName, kubernetes } = options;
  const { now = () => new Date(), force = false, issueTimeoutMs } = options;
  const { namespace, tls } = spec;
  const { issuer } = tls;
  if (!issuer) {
    throw new InputError('tls.issuer: the signer cert-manager needs an issuer');
  }
  const named = { name: secretName, namespace };
  const certificate = wantedCertificate(spec, secretName, issuer);
  let issuedNow = false;
  const wanted = (): Wanted => ({
    owner: spec,
    certificate,
    issuer: `${issuer.kind} ${issuer.name}`,
    names: subjectNames(spec),
    renewBeforeDays: tls.renewBeforeDays,
    force: force && !issuedNow,
    now: now(),
  });

  /** Has cert-manager issue anew: also at once what it has failed to, which it would only try again much later. */
  const trigger = async (found: CertificateObject, ctx: OperationContext) => {
    const others = (found.status?.conditions ?? []).filter(
      ({ type }) => type !== 'Issuing',
    );
    await kubernetes.patchStatus(
      {
        ...certificateRef(named),
        plural: 'certificates',
        resourceVersion: found.metadata?.resourceVersion,
        status: { conditions: [...others, manualTrigger(now())] },
      },
      ctx,
    );
  };

  const issue = async (
    ctx: OperationContext,
    before?: ObservedCertificateObject,
  ) => {
    const stored = await kubernetes.apply<CertificateObject>(certificate, {
      signal: ctx.signal,
      force: true,
    });
    const changed =
      stored.metadata?.generation !== before?.certificate?.metadata?.generation;
    const failed = hasFailed(stored);
    const isReady = conditionOf(stored, 'Ready')?.status === 'True';
    // A changed spec is issued by itself; what is Ready or has failed as it stands is not.
    const anew = before?.certificate && !changed && (isReady || failed);
    if (anew) {
      await trigger(stored, ctx);
    }
    ctx.log(`Waiting until cert-manager has issued it by ${wanted().issuer}`);
    await untilReady({
      ...named,
      kubernetes,
      ctx,
      beyond: anew ? stored.status?.revision : undefined,
      timeoutMs: issueTimeoutMs,
    });
    const secret = await kubernetes.get<V1Secret>(
      secretRef(namespace, secretName),
      ctx,
    );
    const faults = secret
      ? secretFaults(secret, wanted())
      : ['it has no secret'];
    if (faults.length > 0) {
      throw new ConflictError(
        `The certificate that ${
          wanted().issuer
        } issued cannot serve Vault: ${faults.join(
          '; ',
        )}. Choose an issuer that signs all of it, or another tls.signer`,
      );
    }
    issuedNow = true;
  };

  return {
    title: `Server certificate in secret ${namespace}/${secretName}, by cert-manager`,
    async observe(ctx) {
      const [found, ours, secret] = await Promise.all([
        kubernetes.get<WithConditions>(issuerRef(issuer, namespace), ctx),
        kubernetes.get<CertificateObject>(certificateRef(named), ctx),
        kubernetes.get<V1Secret>(secretRef(namespace, secretName), ctx),
      ]);
      const ready = conditionOf(found, 'Ready')?.status === 'True';
      return ready && !ours && !secret
        ? undefined
        : { issuer: found, certificate: ours, secret };
    },
    diff: observed => certificateChanges(observed, wanted()),
    create: ctx => issue(ctx),
    update: issue,
    async removal(observed): Promise<Removal> {
      const { certificate: found, secret } = observed;
      const reason =
        ownerRefusal(observed, wanted()) ??
        (found || secret ? undefined : 'cert-manager was never asked for it');
      return reason ? { verb: 'keep', reason } : { verb: 'delete' };
    },
    async delete(ctx) {
      await kubernetes.delete(certificateRef(named), ctx);
      // By default cert-manager leaves the secret behind when its Certificate goes.
      await kubernetes.delete(secretRef(namespace, secretName), ctx);
    },
    output: ({ secret }) => ({
      secret: secretName,
      items: itemsFor(KUBERNETES_ENTRIES),
      caPem: secret ? materialOf(secret, KUBERNETES_ENTRIES).caPem : '',
    }),
    // Only the issuer knows its CA.
    predict: () => ({
      secret: secretName,
      items: itemsFor(KUBERNETES_ENTRIES),
      caPem: '',
    }),
  };
}
