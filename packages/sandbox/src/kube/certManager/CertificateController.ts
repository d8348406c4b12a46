import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kubelet/PodHost';
import {
  at,
  childOf,
  JsonObject,
  numberOf,
  objectsOf,
  sortedJson,
  textOf,
} from '../api/json';
import {
  conditionOf,
  controlledBy,
  sameJson,
  setCondition,
  timestamp,
} from '../api/objects';
import type { Controller, ControllerContext } from '../controllers/Controller';
import { isAbout, keyOf, splitKey } from '../controllers/keys';
import type { TableEvent } from '../store/ObjectTable';
import { leafOf, renewalOf, secretContent } from './issuedSecret';
import { keyFor } from './keyFor';
import { CERT_MANAGER } from './resourceTypes';

const PLURAL = 'certificates';
const REQUESTS = 'certificaterequests';
const PREFIX = `${CERT_MANAGER}/`;

/** The longest that Node.js waits at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Keeps Certificates issued. In cert-manager these are controllers of their own for trigger, key, request, issuing and
 * readiness; what they write into status, conditions and secret is the same. The next key, and what the present certificate was
 * asked by, are kept in memory here.
 */
export class CertificateController implements Controller {
  private readonly nextKeys = new Map<string, string>();
  /** By certificate: the spec that it was issued for. */
  private readonly issuedFor = new Map<string, string>();
  /** By request: when the issuance began that it belongs to. */
  private readonly begun = new Map<string, string>();

  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, CERT_MANAGER, PLURAL)) return [keyOf(event.object)];
    if (isAbout(event, CERT_MANAGER, REQUESTS)) {
      return objectsOf(event.object.metadata.ownerReferences).map(
        owner => `${event.object.metadata.namespace}/${owner.name}`,
      );
    }
    const name =
      event.object.metadata.annotations?.[`${PREFIX}certificate-name`];
    return isAbout(event, '', 'secrets') && name
      ? [`${event.object.metadata.namespace}/${name}`]
      : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list(CERT_MANAGER, PLURAL).map(keyOf);
  }

  async reconcile(key: string): Promise<number | void> {
    const { store } = this.context;
    const { namespace, name } = splitKey(key);
    const certificate = store.get(CERT_MANAGER, PLURAL, namespace, name);
    if (!certificate || certificate.metadata.deletionTimestamp)
      return undefined;
    const issuing = conditionOf(certificate, 'Issuing');
    if (issuing?.status === 'True') {
      await this.issue(certificate);
      return undefined;
    }
    const reason = this.reasonToIssue(certificate);
    if (!reason) return this.settle(certificate);
    // What has failed as it stands is tried again only after an hour and more.
    const failedAsItStands =
      issuing?.status === 'False' &&
      issuing.observedGeneration === certificate.metadata.generation;
    this.change(certificate, status => {
      setCondition(status, this.condition(certificate, 'Ready', reason));
      if (failedAsItStands) return;
      setCondition(status, {
        ...this.condition(certificate, 'Issuing', reason),
        status: 'True',
      });
    });
    return undefined;
  }

  private condition(
    certificate: KubeObject,
    type: string,
    why: { readonly reason: string; readonly message: string },
  ) {
    return {
      type,
      status: 'False',
      ...why,
      observedGeneration: certificate.metadata.generation,
    };
  }

  private secretOf(certificate: KubeObject): KubeObject | undefined {
    return this.context.store.get(
      '',
      'secrets',
      certificate.metadata.namespace,
      textOf(at(certificate, 'spec', 'secretName')) ?? '',
    );
  }

  /** Why there must be a new one, in cert-manager's words. */
  private reasonToIssue(
    certificate: KubeObject,
  ): { readonly reason: string; readonly message: string } | undefined {
    const secret = this.secretOf(certificate);
    if (!secret) {
      return {
        reason: 'DoesNotExist',
        message: 'Issuing certificate as Secret does not exist',
      };
    }
    const issued = this.issuedFor.get(keyOf(certificate));
    if (issued !== undefined && issued !== fingerprintOf(certificate)) {
      return {
        reason: 'RequestChanged',
        message:
          'Fields on existing CertificateRequest resource not up to date',
      };
    }
    const leaf = leafOf(secret);
    if (!leaf) {
      return {
        reason: 'InvalidCertificate',
        message:
          'Issuing certificate as Secret contains an invalid certificate',
      };
    }
    return renewalOf(certificate, leaf) <= Date.now()
      ? {
          reason: 'Renewing',
          message: 'Renewing certificate as renewal was scheduled',
        }
      : undefined;
  }

  /** Notes that all is well; answers when to look again. */
  private settle(certificate: KubeObject): number | undefined {
    const leaf = leafOf(this.secretOf(certificate));
    if (!leaf) return undefined;
    const renewal = renewalOf(certificate, leaf);
    this.change(certificate, status => {
      status.notBefore = timestamp(leaf.notBefore);
      status.notAfter = timestamp(leaf.notAfter);
      status.renewalTime = timestamp(new Date(renewal));
      setCondition(status, {
        ...this.condition(certificate, 'Ready', {
          reason: 'Ready',
          message: 'Certificate is up to date and has not expired',
        }),
        status: 'True',
      });
    });
    return Math.min(Math.max(renewal - Date.now(), 0), LONGEST_WAIT_MS);
  }

  private async issue(certificate: KubeObject): Promise<void> {
    const { store } = this.context;
    const { namespace, name } = certificate.metadata;
    const revision = (numberOf(at(certificate, 'status', 'revision')) ?? 0) + 1;
    const requestName = `${name}-${revision}`;
    const began =
      textOf(conditionOf(certificate, 'Issuing')?.lastTransitionTime) ?? '';
    const request = store.get(CERT_MANAGER, REQUESTS, namespace, requestName);
    const pending = `${namespace}/${requestName}`;
    const outdated =
      request &&
      (!this.nextKeys.has(pending) ||
        (hasFailed(request) && this.begun.get(pending) !== began));
    if (outdated) store.delete(CERT_MANAGER, REQUESTS, namespace, requestName);
    if (!request || outdated) {
      this.begun.set(pending, began);
      await this.request(certificate, requestName, revision);
    } else if (hasFailed(request)) {
      this.fail(certificate, request);
    } else if (conditionOf(request, 'Ready')?.status === 'True') {
      this.store(certificate, request, revision);
    }
  }

  private async request(
    certificate: KubeObject,
    name: string,
    revision: number,
  ): Promise<void> {
    const { namespace } = certificate.metadata;
    const { keyPem, requestPem } = await keyFor(certificate);
    this.nextKeys.set(`${namespace}/${name}`, keyPem);
    const { spec } = certificate;
    this.context.store.create(CERT_MANAGER, REQUESTS, {
      apiVersion: `${CERT_MANAGER}/v1`,
      kind: 'CertificateRequest',
      metadata: {
        name,
        namespace,
        annotations: {
          [`${PREFIX}certificate-name`]: certificate.metadata.name,
          [`${PREFIX}certificate-revision`]: String(revision),
        },
        ownerReferences: [controlledBy(certificate)],
      },
      spec: {
        request: Buffer.from(requestPem).toString('base64'),
        issuerRef: at(spec, 'issuerRef'),
        usages: at(spec, 'usages') ?? ['digital signature', 'key encipherment'],
        ...(at(spec, 'duration') ? { duration: at(spec, 'duration') } : {}),
      },
    });
  }

  private fail(certificate: KubeObject, request: KubeObject): void {
    const said =
      conditionOf(request, 'Denied') ?? conditionOf(request, 'Ready');
    this.change(certificate, status => {
      status.lastFailureTime = timestamp();
      status.failedIssuanceAttempts =
        (numberOf(status.failedIssuanceAttempts) ?? 0) + 1;
      setCondition(
        status,
        this.condition(certificate, 'Issuing', {
          reason: textOf(said?.reason) ?? 'Failed',
          message: `The certificate request has failed to complete and will be retried: ${said?.message}`,
        }),
      );
    });
  }

  private store(
    certificate: KubeObject,
    request: KubeObject,
    revision: number,
  ): void {
    const { store } = this.context;
    const { namespace } = certificate.metadata;
    const pending = `${namespace}/${request.metadata.name}`;
    const key = this.nextKeys.get(pending) ?? '';
    const { metadata, data } = secretContent(certificate, request, key);
    const present = this.secretOf(certificate);
    if (present) {
      store.modify('', 'secrets', namespace, metadata.name, secret => {
        secret.data = data;
        secret.metadata.labels = {
          ...secret.metadata.labels,
          ...metadata.labels,
        };
        secret.metadata.annotations = {
          ...secret.metadata.annotations,
          ...metadata.annotations,
        };
      });
    } else {
      store.create('', 'secrets', {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'kubernetes.io/tls',
        metadata: { namespace, ...metadata },
        data,
      });
    }
    this.nextKeys.delete(pending);
    this.issuedFor.set(keyOf(certificate), fingerprintOf(certificate));
    this.change(certificate, status => {
      status.revision = revision;
      delete status.lastFailureTime;
      delete status.failedIssuanceAttempts;
      status.conditions = objectsOf(status.conditions).filter(
        condition => condition.type !== 'Issuing',
      );
    });
  }

  private change(
    { metadata }: KubeObject,
    change: (status: JsonObject) => void,
  ): void {
    const { store } = this.context;
    const { namespace, name } = metadata;
    const present = store.get(CERT_MANAGER, PLURAL, namespace, name);
    if (!present) return;
    const trial = childOf(structuredClone(present), 'status');
    change(trial);
    if (sameJson(trial, present.status ?? {})) return;
    store.modify(CERT_MANAGER, PLURAL, namespace, name, object =>
      change(childOf(object, 'status')),
    );
  }
}

/** What a change of the spec is told by; cert-manager itself compares with its request. */
function fingerprintOf({ spec }: KubeObject): string {
  const { secretTemplate, renewBefore: _, ...asked } = Object(spec);
  return createHash('sha256').update(sortedJson(asked)).digest('hex');
}

function hasFailed(request: KubeObject): boolean {
  return (
    conditionOf(request, 'Denied') !== undefined ||
    conditionOf(request, 'Ready')?.reason === 'Failed'
  );
}
