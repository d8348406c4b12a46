import type { KubeObject } from '../../kubelet/PodHost';
import type { FieldProblem } from '../api/ApiError';
import { at, childOf, setDefaults, textOf } from '../api/json';

const HOUR_MS = 3_600_000;

/** cert-manager's own: 90 days. Source: API reference, CertificateSpec.duration. */
const DEFAULT_DURATION_MS = 90 * 24 * HOUR_MS;

/** X.520: ub-common-name. */
const LONGEST_COMMON_NAME = 64;

const UNITS: Readonly<Record<string, number>> = {
  h: HOUR_MS,
  m: 60_000,
  s: 1_000,
};

/** A duration as Go writes it, such as `8760h0m0s`, in milliseconds. */
export function durationOf(value: unknown): number | undefined {
  const text = textOf(value);
  const parts = text?.matchAll(/(\d+)([hms])/g);
  if (!text || !parts || !/^(\d+[hms])+$/.test(text)) return undefined;
  return [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit],
    0,
  );
}

/** How long a certificate is asked to live, in milliseconds. */
export function wantedLife(certificate: KubeObject): number {
  return durationOf(at(certificate, 'spec', 'duration')) ?? DEFAULT_DURATION_MS;
}

/** When it is to be renewed before it ends, in milliseconds: a third of its life unless it says so. */
export function renewBefore(certificate: KubeObject, lifeMs: number): number {
  const wanted = durationOf(at(certificate, 'spec', 'renewBefore'));
  return wanted && wanted < lifeMs ? wanted : lifeMs / 3;
}

/** What the definition of the custom resource fills in. */
export function setCertificateDefaults(certificate: KubeObject): void {
  const spec = childOf(certificate, 'spec');
  setDefaults(childOf(spec, 'issuerRef'), { kind: 'Issuer' });
}

/** What cert-manager's webhook refuses. */
export function validateCertificate(certificate: KubeObject): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { spec } = certificate;
  const commonName = textOf(at(spec, 'commonName')) ?? '';
  if (commonName.length > LONGEST_COMMON_NAME) {
    problems.push({
      field: 'spec.commonName',
      type: 'Invalid',
      value: commonName,
      detail: `may not be more than ${LONGEST_COMMON_NAME} bytes`,
    });
  }
  if (!textOf(at(spec, 'secretName'))) {
    problems.push({
      field: 'spec.secretName',
      type: 'Required',
      detail: 'must be specified',
    });
  }
  const before = durationOf(at(spec, 'renewBefore'));
  if (before !== undefined && before >= wantedLife(certificate)) {
    problems.push({
      field: 'spec.renewBefore',
      type: 'Invalid',
      value: textOf(at(spec, 'renewBefore')) ?? '',
      detail: 'certificate duration must be greater than renewBefore',
    });
  }
  return problems;
}
