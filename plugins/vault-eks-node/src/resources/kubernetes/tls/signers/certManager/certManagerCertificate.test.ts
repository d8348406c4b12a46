import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  CertificateAuthority,
  createCertificateAuthority,
} from '../../../../../testing/certificateAuthority';
import {
  FakeKubernetes,
  fakeKubernetes,
} from '../../../../../testing/fakeKubernetes';
import { ownershipMarks } from '../../../ownership';
import { subjectNames } from '../../subjectNames';
import type { ServerCertificateOptions } from '../ServerCertificateOptions';
import { certManagerCertificate } from './certManagerCertificate';
import type { CertificateObject, Condition, WithConditions } from './objects';

const spec = parseSpec({
  cluster: 'demo',
  region: 'eu-west-1',
  tls: {
    signer: 'cert-manager',
    issuer: { name: 'platform-ca' },
    keyAlgorithm: 'RSA-3072',
    renewBeforeDays: 40,
  },
});
const ctx = { signal: new AbortController().signal, log: () => undefined };
const NAME = 'vault-issued-tls';
const KEY = `Certificate/vault/${NAME}`;

const condition = (
  type: string,
  status: string,
  reason: string,
  message: string,
): Condition => ({ type, status, reason, message });

const issuer = (ready: Condition): WithConditions => ({
  kind: 'ClusterIssuer',
  metadata: { name: 'platform-ca' },
  status: { conditions: [ready] },
});
const READY_ISSUER = issuer(
  condition('Ready', 'True', 'KeyPairVerified', 'Signing CA verified'),
);

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('certManagerCertificate', () => {
  let ca: CertificateAuthority;

  beforeAll(async () => {
    ca = await createCertificateAuthority();
  });

  /** What cert-manager does when a Certificate is applied or triggered. */
  type Manager = (
    kubernetes: FakeKubernetes,
    certificate: CertificateObject,
  ) => Promise<void> | void;

  const issueAll =
    (
      options: { days?: number; noCa?: boolean; names?: string[] } = {},
    ): Manager =>
    async (kubernetes, certificate) => {
      const { dns, ips } = subjectNames(spec);
      const made = await ca.issue(
        options.names ?? [...dns, ...ips],
        options.days,
      );
      const revision = (certificate.status?.revision ?? 0) + 1;
      kubernetes.put(
        {
          ...certificate,
          status: {
            revision,
            conditions: [condition('Ready', 'True', 'Ready', 'up to date')],
          },
        } as KubernetesObject,
        {
          kind: 'Secret',
          metadata: { name: NAME, namespace: 'vault', ...ownershipMarks(spec) },
          data: {
            'tls.key': base64(made.keyPem),
            'tls.crt': base64(made.certificatePem),
            ...(options.noCa ? {} : { 'ca.crt': base64(ca.pem) }),
          },
        } as V1Secret & KubernetesObject,
      );
    };

  function setUp(
    manager: Manager,
    options: Partial<ServerCertificateOptions> & {
      issuer?: WithConditions | null;
    } = {},
  ) {
    const { issuer: given = READY_ISSUER, ...more } = options;
    const kubernetes = fakeKubernetes();
    if (given) {
      kubernetes.put(given);
    }
    const { apply, patchStatus } = kubernetes;
    Object.assign(kubernetes, {
      apply: async (object: CertificateObject) => {
        const stored = await apply(object, ctx);
        const now: CertificateObject = { ...kubernetes.objects.get(KEY) };
        if (!now.status?.conditions) {
          await manager(kubernetes, now);
        }
        return { ...stored, status: now.status };
      },
      patchStatus: async (patch: Parameters<typeof patchStatus>[0]) => {
        const { revision }: { revision?: number } = {
          ...Object(kubernetes.objects.get(KEY)).status,
        };
        await patchStatus(patch, ctx);
        await manager(kubernetes, {
          ...kubernetes.objects.get(KEY),
          status: { revision },
        });
      },
    });
    const make = (again: Partial<ServerCertificateOptions> = {}) =>
      certManagerCertificate({
        ...{ spec, secretName: NAME, kubernetes, issueTimeoutMs: 30 },
        ...more,
        ...again,
      });
    const bring = async (resource = make()) => {
      const observed = await resource.observe(ctx);
      if (!observed) {
        await resource.create(ctx);
        return [];
      }
      const changes = resource.diff(observed);
      if (changes.length > 0 && !changes.some(c => c.refusal)) {
        await resource.update(ctx, observed, changes);
      }
      return changes;
    };
    return { kubernetes, make, bring };
  }

  it('applies a Certificate of ours, and mounts its secret by the names of Vault', async () => {
    const { kubernetes, make, bring } = setUp(issueAll());
    await bring();
    const certificate: CertificateObject = { ...kubernetes.objects.get(KEY) };
    expect(certificate.spec).toMatchObject({
      secretName: NAME,
      issuerRef: {
        name: 'platform-ca',
        kind: 'ClusterIssuer',
        group: 'cert-manager.io',
      },
      privateKey: { algorithm: 'RSA', size: 3072, rotationPolicy: 'Always' },
      usages: ['digital signature', 'key encipherment', 'server auth'],
      duration: '8760h0m0s',
      renewBefore: '960h0m0s',
    });
    const resource = make();
    const observed = await resource.observe(ctx);
    expect(observed && resource.diff(observed)).toEqual([]);
    expect(observed && resource.output(observed)).toEqual({
      secret: NAME,
      items: [
        { key: 'tls.key', path: 'vault.key' },
        { key: 'tls.crt', path: 'vault.crt' },
        { key: 'ca.crt', path: 'vault.ca' },
      ],
      caPem: ca.pem,
    });
  });

  it.each([
    [null, /there is no ClusterIssuer platform-ca, or cert-manager is not/],
    [
      issuer(condition('Ready', 'False', 'ErrGetKeyPair', 'no such secret')),
      /ClusterIssuer platform-ca is not ready: ErrGetKeyPair: no such secret/,
    ],
  ])('refuses an issuer that cannot sign', async (given, why) => {
    const { kubernetes, bring } = setUp(issueAll(), { issuer: given });
    const [{ refusal }] = await bring();
    expect(refusal).toMatch(why);
    expect(kubernetes.writes).toEqual([]);
  });

  it.each(['Certificate', 'Secret'])('refuses a %s of others', async kind => {
    const { kubernetes, make, bring } = setUp(issueAll());
    kubernetes.put({ kind, metadata: { name: NAME, namespace: 'vault' } });
    const [{ refusal }] = await bring();
    expect(refusal).toMatch(new RegExp(`${kind} vault/${NAME} exists and is`));
    const resource = make();
    const observed = await resource.observe(ctx);
    expect(observed && (await resource.removal?.(observed, ctx))).toMatchObject(
      { verb: 'keep' },
    );
  });

  it('tells why cert-manager gave up, in its own words', async () => {
    const { bring } = setUp((kubernetes, certificate) => {
      kubernetes.put(
        {
          ...certificate,
          status: {
            conditions: [
              condition('Ready', 'False', 'DoesNotExist', 'no secret'),
              condition('Issuing', 'False', 'Policy', 'denied: no such team'),
            ],
          },
        } as KubernetesObject,
        {
          kind: 'CertificateRequest',
          metadata: {
            name: `${NAME}-1`,
            namespace: 'vault',
            annotations: { 'cert-manager.io/certificate-name': NAME },
          },
          status: {
            conditions: [condition('Denied', 'True', 'Policy', 'no team')],
          },
        } as KubernetesObject,
      );
    });
    await expect(bring()).rejects.toThrow(
      `Certificate vault/${NAME} was not issued: Policy: denied: no such team. CertificateRequest ${NAME}-1 says Policy: no team. Look at kubectl describe certificate ${NAME} -n vault, mend the issuer, and run again`,
    );
  });

  it('has it tried again at once by the next run', async () => {
    let mended = false;
    const { bring } = setUp((kubernetes, certificate) =>
      mended
        ? issueAll()(kubernetes, certificate)
        : kubernetes.put({
            ...certificate,
            status: {
              conditions: [condition('Issuing', 'False', 'Failed', 'down')],
            },
          } as KubernetesObject),
    );
    await expect(bring()).rejects.toThrow(/was not issued: Failed: down/);
    mended = true;
    expect(await bring()).toMatchObject([{ field: 'ready' }]);
    expect(await bring()).toEqual([]);
  });

  it('does not take the failure of an older spec for that of the new one', async () => {
    const { kubernetes, bring } = setUp(issueAll(), { issueTimeoutMs: 5_000 });
    const failed = {
      ...condition('Issuing', 'False', 'Failed', 'no such issuer'),
      observedGeneration: 1,
    };
    const old: CertificateObject = {
      kind: 'Certificate',
      metadata: {
        ...{ name: NAME, namespace: 'vault', generation: 1 },
        ...ownershipMarks(spec),
      },
      status: { conditions: [failed] },
    };
    kubernetes.put(old);
    const { apply } = kubernetes;
    kubernetes.apply = async (object, call) => {
      const stored = await apply(object, call);
      const changed: CertificateObject = {
        ...kubernetes.objects.get(KEY),
        metadata: { ...object.metadata, generation: 2 },
        status: { conditions: [failed] },
      };
      kubernetes.put(changed);
      setTimeout(() => issueAll()(kubernetes, changed), 50);
      return { ...stored, metadata: changed.metadata };
    };
    await bring();
    expect(await bring()).toEqual([]);
    expect(kubernetes.writes).not.toContain(`patch status of ${KEY}`);
  });

  it('tells what it waits for when that takes too long', async () => {
    const { bring } = setUp((kubernetes, certificate) =>
      kubernetes.put({
        ...certificate,
        status: {
          conditions: [
            condition('Issuing', 'True', 'DoesNotExist', 'Issuing certificate'),
          ],
        },
      } as KubernetesObject),
    );
    await expect(bring()).rejects.toThrow(
      /is not Ready after 0 seconds: DoesNotExist: Issuing certificate/,
    );
  });

  it.each([
    [{ noCa: true }, /gives no CA certificate \(ca\.crt\)/],
    [{ names: ['vault'] }, /cannot serve Vault: it lacks .*vault-0/],
  ])('does not use what cannot serve Vault: %j', async (made, why) => {
    const { bring } = setUp(issueAll(made));
    await expect(bring()).rejects.toThrow(why);
  });

  it('is issued anew on demand, once in a run', async () => {
    const { kubernetes, make, bring } = setUp(issueAll());
    await bring();
    const forced = make({ force: true });
    expect(await bring(forced)).toMatchObject([{ field: 'certificate' }]);
    expect(kubernetes.writes).toContain(`patch status of ${KEY}`);
    expect(await bring(forced)).toEqual([]);
    const { status }: CertificateObject = { ...kubernetes.objects.get(KEY) };
    expect(status?.revision).toBe(2);
  });

  it('renews what cert-manager has not, within the window or a third of a shorter life', async () => {
    const { make, bring } = setUp(issueAll({ days: 365 }));
    await bring();
    const at = (days: number) =>
      bring(make({ now: () => new Date(Date.now() + days * 86_400_000) }));
    expect(await at(320)).toEqual([]);
    expect(await at(330)).toMatchObject([{ field: 'expiry' }]);
    const short = setUp(issueAll({ days: 20 }));
    await short.bring();
    expect(await short.bring()).toEqual([]);
  });

  it('takes its secret along when it goes', async () => {
    const { kubernetes, make, bring } = setUp(issueAll());
    await bring();
    const resource = make();
    const observed = await resource.observe(ctx);
    expect(observed && (await resource.removal?.(observed, ctx))).toEqual({
      verb: 'delete',
    });
    await resource.delete(ctx, observed ?? {});
    expect([...kubernetes.objects.keys()]).toEqual([
      'ClusterIssuer//platform-ca',
    ]);
  });
});
