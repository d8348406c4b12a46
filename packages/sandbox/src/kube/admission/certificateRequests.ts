import type { KubeObject } from '../../kubelet/PodHost';
import type { FieldProblem } from '../api/ApiError';
import { at, childOf, isObject, listOf, objectsOf, textOf } from '../api/json';
import { timestamp } from '../api/objects';
import type { WriteContext } from './Strategy';

function decoded(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('latin1');
}

/** Notes on the request who made it; the client's own claim about that is ignored. */
export function prepareCertificateRequest(
  object: KubeObject,
  { user }: WriteContext,
): void {
  if (!user) return;
  const spec = childOf(object, 'spec');
  spec.username = user.username;
  spec.groups = [...user.groups];
  delete spec.uid;
  delete spec.extra;
  if (user.uid) spec.uid = user.uid;
  if (user.extra) spec.extra = user.extra;
}

/** The spec never changes; new conditions get their times. */
export function prepareCertificateUpdate(
  object: KubeObject,
  previous: KubeObject,
): void {
  object.spec = previous.spec;
  for (const condition of objectsOf(at(object, 'status', 'conditions'))) {
    if (!condition.status) continue;
    condition.lastUpdateTime ??= timestamp();
    condition.lastTransitionTime ??= timestamp();
  }
}

/** What is wrong with a CertificateSigningRequest or with a change of one. */
export function validateCertificateRequest(
  object: KubeObject,
  previous: KubeObject | undefined,
): FieldProblem[] {
  return previous
    ? [...conditionProblems(object, previous), ...certificateProblems(object)]
    : specProblems(object);
}

/** Of the API reference, KeyUsage of certificates.k8s.io/v1. */
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

function usageProblems(usages: readonly unknown[]): FieldProblem[] {
  return usages.flatMap((usage, index): FieldProblem[] =>
    typeof usage === 'string' && USAGES.includes(usage)
      ? []
      : [
          {
            field: `spec.usages[${index}]`,
            type: 'NotSupported',
            value: usage,
            detail: `supported values: ${USAGES.map(name =>
              JSON.stringify(name),
            ).join(', ')}`,
          },
        ],
  );
}

function specProblems(object: KubeObject): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const request = textOf(at(object, 'spec', 'request'));
  if (!decoded(request).includes('-----BEGIN CERTIFICATE REQUEST-----')) {
    problems.push({
      field: 'spec.request',
      type: 'Invalid',
      value: request ?? '',
      detail: 'PEM block type must be CERTIFICATE REQUEST',
    });
  }
  if (listOf(at(object, 'spec', 'usages')).length === 0) {
    problems.push({
      field: 'spec.usages',
      type: 'Required',
      detail: 'usages must be provided',
    });
  }
  problems.push(...usageProblems(listOf(at(object, 'spec', 'usages'))));
  const signer = textOf(at(object, 'spec', 'signerName'));
  if (!signer) {
    problems.push({ field: 'spec.signerName', type: 'Required' });
  } else if (signer === 'kubernetes.io/legacy-unknown') {
    problems.push({
      field: 'spec.signerName',
      type: 'Invalid',
      value: signer,
      detail: 'the legacy signerName is not allowed via this API version',
    });
  }
  const seconds = at(object, 'spec', 'expirationSeconds');
  if (typeof seconds === 'number' && seconds < 600) {
    problems.push({
      field: 'spec.expirationSeconds',
      type: 'Invalid',
      value: seconds,
      detail: 'may not specify a duration less than 600 seconds (10 minutes)',
    });
  }
  return problems;
}

function conditionProblems(
  object: KubeObject,
  previous: KubeObject,
): FieldProblem[] {
  const now = objectsOf(at(object, 'status', 'conditions'));
  const problems: FieldProblem[] = [];
  now.forEach((condition, index) => {
    if (!condition.status) {
      problems.push({
        field: `status.conditions[${index}].status`,
        type: 'Required',
      });
    }
  });
  for (const { type } of objectsOf(at(previous, 'status', 'conditions'))) {
    if (now.some(condition => condition.type === type)) continue;
    problems.push({
      field: 'status.conditions',
      type: 'Forbidden',
      detail: `updates may not remove a condition of type "${type}"`,
    });
  }
  return problems;
}

function certificateProblems(object: KubeObject): FieldProblem[] {
  const certificate = isObject(object.status)
    ? textOf(object.status.certificate)
    : undefined;
  if (!certificate || decoded(certificate).includes('BEGIN CERTIFICATE')) {
    return [];
  }
  return [
    {
      field: 'status.certificate',
      type: 'Invalid',
      value: '<certificate data>',
      detail: 'must contain at least one CERTIFICATE PEM block',
    },
  ];
}
