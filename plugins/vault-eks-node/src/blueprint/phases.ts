/** The name under which the AWS things are shown and logged. */
export const AWS_PHASE = 'AWS';

/** The phases after AWS, as they are shown and logged. */
export const CLUSTER_PHASES = {
  kubernetes: 'Kubernetes',
  helm: 'Helm',
  initialise: 'Initialise',
  audit: 'Audit',
  configure: 'Configure',
  verify: 'Verify',
} as const;
