import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { VaultClusterSpecInput } from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';
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

function allows(action: string, permission: RequiredPermission): boolean {
  const { resource, context } = permission;
  return statements.some(
    ({ Action, Resource, Condition }) =>
      Action.includes(action) &&
      Resource.some(pattern => covers(pattern, resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          context[key] === undefined
            ? operator.endsWith('IfExists')
            : values.some(value => covers(value, context[key])),
        ),
      ),
  );
}

const required = (spec: Partial<VaultClusterSpecInput> = {}) => {
  const ctx = preflightContext({ spec });
  const oidcIssuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABC';
  return requiredPermissions({
    ...ctx,
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

  it('is allowed by that policy, with the things and conditions of the calls', () => {
    const refused = required().flatMap(permission =>
      permission.actions
        .filter(action => !allows(action, permission))
        .map(action => `${action} on ${permission.resource}`),
    );
    expect(refused).toEqual([]);
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
