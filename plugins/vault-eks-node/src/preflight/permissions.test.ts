import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v3';
import { requiredAccess } from './requiredAccess';

const SOURCE = resolve(__dirname, '..');
const DOCS = resolve(__dirname, '../../../../docs/permissions');

/** Rights that AWS asks for beside the call that is made, and the call that needs them. */
const IMPLIED: Record<string, string> = {
  'dynamodb:TagResource': 'CreateTable with tags',
  'kms:TagResource': 'CreateKey with tags',
  'ec2:CreateTags': 'CreateSecurityGroup, CreateVpcEndpoint with tags',
  'route53:AssociateVPCWithHostedZone': 'CreateVpcEndpoint with private DNS',
  'iam:TagRole': 'CreateRole with tags',
  'iam:TagOpenIDConnectProvider': 'CreateOpenIDConnectProvider with tags',
  'secretsmanager:TagResource': 'CreateSecret with tags',
};

const policySchema = z.object({
  Statement: z.array(
    z.object({ Action: z.union([z.string(), z.array(z.string())]) }),
  ),
});

const clusterRoleSchema = z.object({
  rules: z.array(
    z.object({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      resourceNames: z.array(z.string()).optional(),
      verbs: z.array(z.string()),
    }),
  ),
});

function actionsIn(file: string): string[] {
  const policy = policySchema.parse(
    JSON.parse(readFileSync(resolve(DOCS, file), 'utf8')),
  );
  return [...new Set(policy.Statement.flatMap(s => s.Action))].sort();
}

/** Every AWS call that the code of this package can make, as IAM names it. */
function actionsInCode(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  const actions = files
    .filter(file => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
    .flatMap(file => {
      const text = readFileSync(resolve(SOURCE, file), 'utf8');
      const imports = text.matchAll(
        /import (?:type )?{([^}]*)} from '@aws-sdk\/client-([a-z0-9-]+)'/g,
      );
      return [...imports].flatMap(([, names, client]) => {
        const prefix = client.replace(/-/g, '');
        return names.split(',').flatMap(name => {
          const call =
            name.trim().match(/^(\w+)Command$/) ??
            name.trim().match(/^paginate(\w+)$/);
          return call ? `${prefix}:${call[1]}` : [];
        });
      });
    });
  return [...new Set(actions)].sort();
}

describe('docs/permissions', () => {
  it('allows the deploy exactly what the code can call', () => {
    const code = [...actionsInCode(), ...Object.keys(IMPLIED)].sort();
    expect(code.length).toBeGreaterThan(30);
    expect(actionsIn('deploy-policy.json')).toEqual(code);
  });

  it('allows the portal to find the cluster and nothing else', () => {
    expect(actionsIn('portal-policy.json')).toEqual([
      'eks:DescribeCluster',
      'sts:GetCallerIdentity',
    ]);
  });

  it('allows on Kubernetes exactly what preflight asks for', () => {
    const text = readFileSync(resolve(DOCS, 'kubernetes-deploy.yaml'), 'utf8');
    const { rules } = clusterRoleSchema.parse(
      parseAllDocuments(text)[0].toJS(),
    );
    const allowed = rules.flatMap(rule =>
      rule.apiGroups.flatMap(group =>
        rule.resources.flatMap(resource =>
          rule.verbs.map(verb =>
            [verb, group, resource, ...(rule.resourceNames ?? [])].join(' '),
          ),
        ),
      ),
    );
    const asked = requiredAccess({ namespace: 'vault' }).map(
      ({ verb, group, resource, subresource, name }) =>
        [
          verb,
          group,
          subresource ? `${resource}/${subresource}` : resource,
          ...(name ? [name] : []),
        ].join(' '),
    );
    expect(allowed.sort()).toEqual(asked.sort());
  });
});
