import type { FieldProblem } from '../api/ApiError';
import type { ResourceType } from '../api/resources';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const LABEL_NAMED = ['namespaces', 'services', 'endpoints'];

/** What is wrong with the name of a new object. */
export function nameProblems(type: ResourceType, name: string): FieldProblem[] {
  const refuse = (detail: string): FieldProblem[] => [
    { field: 'metadata.name', type: 'Invalid', value: name, detail },
  ];
  if (type.group === 'rbac.authorization.k8s.io') {
    return /[/%]/.test(name) || name === '.' || name === '..'
      ? refuse(`may not contain '/' or '%'`)
      : [];
  }
  if (LABEL_NAMED.includes(type.plural)) {
    if (name.length > 63) return refuse('must be no more than 63 characters');
    return LABEL.test(name) ? [] : refuse(LABEL_RULE);
  }
  if (name.length > 253) return refuse('must be no more than 253 characters');
  return SUBDOMAIN.test(name) ? [] : refuse(SUBDOMAIN_RULE);
}
