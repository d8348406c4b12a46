import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
import { dnsSuffix } from '../../connections/aws';
import { preflightContext } from '../__testUtils__/preflightContext';
import type { RequiredPermission } from './RequiredPermission';
import { requiredPermissions } from './requiredPermissions';

const listed = z
  .union([z.string(), z.array(z.string())])
  .transform(value => [value].flat());

const statements = z
  .object({
    Statement: z.array(
      z.object({
        Action: listed,
        Resource: listed,
        Condition: z.record(z.record(listed)).default({}),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(
        resolve(
          __dirname,
          '../../../../../docs/permissions/deploy-policy.json',
        ),
        'utf8',
      ),
    ),
  ).Statement;

/** Whether IAM's pattern, in which a star spans slashes too, covers the text. */
function covers(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(text);
}

/** Whether the policy allows it, after the docs' `sed` for the partition of the resource. */
function allows(action: string, permission: RequiredPermission): boolean {
  const { resource, context } = permission;
  const partition = resource.split(':')[1] ?? 'aws';
  const here = (pattern: string) =>
    pattern.replace('arn:aws:', `arn:${partition}:`);
  return statements.some(
    ({ Action, Resource, Condition }) =>
      Action.includes(action) &&
      Resource.some(pattern => covers(here(pattern), resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          context[key] === undefined
            ? /IfExists$|^ForAllValues:/.test(operator)
            : values.some(value => covers(value, context[key])),
        ),
      ),
  );
}

const required = (spec: Partial<VaultClusterSpecInput> = {}) => {
  const ctx = preflightContext({ spec });
  const { region } = ctx.spec;
  const oidcIssuer = `https://oidc.eks.${region}.${dnsSuffix(region)}/id/ABC`;
  return requiredPermissions({
    ...ctx,
    aws: { ...ctx.aws, region },
    cluster: { ...ctx.cluster, oidcIssuer },
  });
};

const actionsOf = (permissions: readonly RequiredPermission[]) => [
  ...new Set(permissions.flatMap(({ actions }) => actions)),
];

describe('requiredPermissions', () => {
  it('lists every action of docs/permissions/deploy-policy.json and no other', () => {
    const inPolicy = [...new Set(statements.flatMap(s => s.Action))];
    expect(actionsOf(required()).sort()).toEqual(inPolicy.sort());
  });

  it.each([
    ['eu-west-1', 'aws'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])(
    'is allowed by that policy in %s, with the things and conditions of the calls',
    (region, partition) => {
      const permissions = required({ region });
      const refused = permissions.flatMap(permission =>
        permission.actions
          .filter(action => !allows(action, permission))
          .map(action => `${action} on ${permission.resource}`),
      );
      expect(refused).toEqual([]);
      const named = permissions.filter(({ resource }) => resource !== '*');
      expect(new Set(named.map(p => p.resource.split(':')[1]))).toEqual(
        new Set([partition]),
      );
    },
  );

  it.each([
    ['eu-west-1', 'us-east-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
    ['cn-northwest-1', 'cn-north-1'],
  ])('asks IAM of %s about its own calls as IAM sees them', (region, ofIam) => {
    const regions = (service: string) =>
      new Set(
        required({ region })
          .filter(({ actions }) => actions[0].startsWith(`${service}:`))
          .map(({ context }) => context['aws:RequestedRegion']),
      );
    expect(regions('iam')).toEqual(new Set([ofIam]));
    expect(regions('dynamodb')).toEqual(new Set([region]));
    const mixed = required({ region }).filter(({ actions }) =>
      actions.some(action => action.startsWith('iam:')),
    );
    expect(
      mixed.flatMap(({ actions }) => actions).filter(a => !/^iam:/.test(a)),
    ).toEqual([]);
  });

  it('is allowed to add route tables to an endpoint that is adopted', () => {
    const adopting = required({
      adopt: true,
      endpoints: { dynamodb: 'existing', kms: 'none', sts: 'none' },
    }).filter(({ resource }) => resource.includes('vpc-endpoint/'));
    expect(actionsOf(adopting)).toEqual([
      'ec2:CreateTags',
      'ec2:ModifyVpcEndpoint',
    ]);
    for (const permission of adopting) {
      const [action] = permission.actions;
      expect(allows(action, permission)).toBe(true);
    }
    expect(allows('ec2:CreateTags', { ...adopting[0], context: {} })).toBe(
      false,
    );
  });

  it('would not be allowed on what is not ours', () => {
    const [permission] = required().filter(({ actions }) =>
      actions.includes('kms:PutKeyPolicy'),
    );
    expect(allows('kms:PutKeyPolicy', permission)).toBe(true);
    expect(allows('kms:PutKeyPolicy', { ...permission, context: {} })).toBe(
      false,
    );
  });

  it('leaves out what the spec does not want made', () => {
    const actions = actionsOf(
      required({
        endpoints: { dynamodb: 'none', kms: 'existing', sts: 'none' },
        seal: { key: 'existing', keyId: 'alias/shared' },
      }),
    );
    expect(actions).not.toContain('ec2:CreateVpcEndpoint');
    expect(actions).not.toContain('kms:CreateKey');
    expect(actions).toContain('kms:DescribeKey');
  });
});
