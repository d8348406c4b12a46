import {
  GetRoleCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { awsError, ROLE_ARN } from '../__testUtils__/fakeAws';
import { preflightContext } from '../__testUtils__/preflightContext';
import { iamPermissions } from './iamPermissions';

type Context = ReturnType<typeof preflightContext>;

/** Answers as IAM does, one result a page. */
function simulateWith({ mocks }: Context, decide: (action: string) => object) {
  mocks.iam
    .on(SimulatePrincipalPolicyCommand)
    .callsFake(({ ActionNames = [], Marker = '0' }) => {
      const at = Number(Marker);
      const action: string = ActionNames[at];
      const more = at + 1 < ActionNames.length;
      return {
        EvaluationResults: [{ EvalActionName: action, ...decide(action) }],
        IsTruncated: more,
        Marker: more ? String(at + 1) : undefined,
      };
    });
}

const allowed = { EvalDecision: 'allowed' };
const denied = { EvalDecision: 'implicitDeny', MissingContextValues: [] };

const inputsOf = ({ mocks }: Context) =>
  mocks.iam
    .commandCalls(SimulatePrincipalPolicyCommand)
    .map(call => call.args[0].input);

describe("the caller's rights on AWS", () => {
  it('are asked for with the things and tags that the calls will have', async () => {
    const ctx = preflightContext();
    expect(await iamPermissions.run(ctx)).toEqual([]);
    const inputs = inputsOf(ctx);
    expect(new Set(inputs.map(i => i.PolicySourceArn))).toEqual(
      new Set([ROLE_ARN]),
    );
    expect(inputs).toContainEqual(
      expect.objectContaining({
        ActionNames: ['kms:CreateKey', 'kms:TagResource'],
        ResourceArns: ['*'],
        ContextEntries: expect.arrayContaining([
          {
            ContextKeyName: 'aws:RequestTag/vault-eks.io/cluster',
            ContextKeyType: 'string',
            ContextKeyValues: ['demo/vault/vault'],
          },
        ]),
      }),
    );
    expect(inputs.flatMap(i => i.ResourceArns)).toEqual(
      expect.arrayContaining([
        'arn:aws:dynamodb:eu-west-1:111122223333:table/vault-demo-vault-vault',
        'arn:aws:iam::111122223333:role/vault-eu-west-1-demo-vault-vault',
      ]),
    );
    // Rights that only taking a Vault down needs are nobody's business here.
    expect(inputs.flatMap(i => i.ActionNames)).not.toContain(
      'dynamodb:DeleteTable',
    );
  });

  it('lack some, on whatever page of the answer they are', async () => {
    const ctx = preflightContext();
    simulateWith(ctx, action =>
      ['iam:UpdateAssumeRolePolicy', 'kms:TagResource'].includes(action)
        ? denied
        : allowed,
    );
    expect(await iamPermissions.run(ctx)).toEqual([
      expect.objectContaining({
        id: 'iam-permissions-missing',
        severity: 'warning',
        what: `By its policies ${ctx.aws.callerArn} may not: iam:UpdateAssumeRolePolicy, kms:TagResource.`,
      }),
    ]);
  });

  it('depend on what only the real call has', async () => {
    const ctx = preflightContext();
    simulateWith(ctx, action =>
      action === 'iam:CreateRole'
        ? { ...denied, MissingContextValues: ['aws:SourceVpc'] }
        : allowed,
    );
    expect(await iamPermissions.run(ctx)).toEqual([
      expect.objectContaining({
        id: 'iam-permissions-unsure',
        severity: 'info',
        what: expect.stringMatching(/policies: iam:CreateRole\.$/),
      }),
    ]);
  });

  it('are those of the role with its path', async () => {
    const ctx = preflightContext();
    const arn = 'arn:aws:iam::111122223333:role/teams/deployer';
    ctx.mocks.iam
      .on(GetRoleCommand, { RoleName: 'deployer' })
      .resolves({ Role: { Arn: arn } as never });
    await iamPermissions.run(ctx);
    expect(inputsOf(ctx)[0].PolicySourceArn).toBe(arn);
  });

  it.each([
    ['AccessDenied', /may not iam:SimulatePrincipalPolicy/],
    ['NoSuchEntityException', /IAM knows no .*role\/deployer/],
  ])('are unknown after %s', async (name, why) => {
    const ctx = preflightContext();
    ctx.mocks.iam.on(SimulatePrincipalPolicyCommand).rejects(awsError(name));
    expect(await iamPermissions.run(ctx)).toEqual([
      expect.objectContaining({
        id: 'iam-permissions-unknown',
        severity: 'info',
        why: expect.stringMatching(why),
        fix: expect.stringContaining('iam:SimulatePrincipalPolicy'),
      }),
    ]);
  });

  it.each([
    'arn:aws:iam::111122223333:root',
    'arn:aws:sts::111122223333:federated-user/ada',
  ])('are unknown of %s, without a call', async callerArn => {
    const ctx = preflightContext();
    const findings = await iamPermissions.run({
      ...ctx,
      aws: { ...ctx.aws, callerArn },
    });
    expect(findings.map(({ id }) => id)).toEqual(['iam-permissions-unknown']);
    expect(ctx.mocks.iam.calls()).toHaveLength(0);
  });
});
