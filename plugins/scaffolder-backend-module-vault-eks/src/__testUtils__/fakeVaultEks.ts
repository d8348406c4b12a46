import type {
  AuditTailEvent,
  DeployReport,
  Plan,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';

/** A plan that would create one thing. */
export const plan: Plan = {
  steps: [
    {
      id: 'dynamodb-table',
      phase: 'AWS',
      title: 'DynamoDB table vault-demo',
      verb: 'create',
      changes: [],
    },
  ],
  findings: [],
  changes: true,
  blocked: false,
};

/** The report of a deploy that created that thing. */
export const report: DeployReport = {
  steps: [
    {
      id: 'dynamodb-table',
      phase: 'AWS',
      title: 'DynamoDB table vault-demo',
      outcome: 'created',
      durationMs: 1234,
      after: [],
    },
  ],
  findings: [],
  claims: [{ id: 'service', claim: 'a secret can be written', passed: true }],
  changed: true,
  durationMs: 5678,
  outputs: {
    account: '111122223333',
    tableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo',
    keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
    roleArn: 'arn:aws:iam::111122223333:role/vault-demo',
    custodySecretArn:
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:vault-demo',
    serviceUrl: 'https://vault.vault.svc:8200',
  },
};

/** An engine whose every answer a test may set. */
export function fakeVaultEks(): jest.Mocked<VaultEks> {
  return {
    plan: jest.fn().mockResolvedValue(plan),
    deploy: jest.fn().mockResolvedValue(report),
    ensure: jest.fn().mockResolvedValue({
      steps: report.steps,
      changed: true,
      durationMs: 1500,
      outputs: {},
    }),
    drift: jest
      .fn()
      .mockResolvedValue({ drifted: false, steps: [], findings: [] }),
    destroy: jest.fn().mockResolvedValue({
      steps: [],
      kept: [],
      account: '111122223333',
      durationMs: 1500,
    }),
    verify: jest.fn().mockResolvedValue(report.claims),
    status: jest.fn().mockRejectedValue(new Error('not used by actions')),
    tailAudit: jest.fn<
      AsyncIterable<AuditTailEvent>,
      Parameters<VaultEks['tailAudit']>
    >(() => {
      throw new Error('not used by actions');
    }),
  };
}
