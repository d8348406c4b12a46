import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  parseSpec,
  vaultNames,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod/v3';
import { requiredAccess } from './requiredAccess';

const SOURCE = resolve(__dirname, '..');
const DOCS = resolve(__dirname, '../../../../docs/permissions');

/** Rights that AWS asks for beside the call that is made, and the call that needs them. */
const IMPLIED: Record<string, string> = {
  'dynamodb:TagResource': 'CreateTable with tags',
  'kms:TagResource': 'CreateKey with tags',
  'route53:AssociateVPCWithHostedZone': 'CreateVpcEndpoint with private DNS',
  'iam:TagRole': 'CreateRole with tags',
  'iam:TagOpenIDConnectProvider': 'CreateOpenIDConnectProvider with tags',
  'secretsmanager:TagResource': 'CreateSecret with tags',
};

const policySchema = z.object({
  Statement: z.array(
    z.object({
      Action: z.union([z.string(), z.array(z.string())]),
      Resource: z.union([z.string(), z.array(z.string())]),
      Condition: z.unknown(),
    }),
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

function statementsIn(file: string) {
  const text = readFileSync(resolve(DOCS, file), 'utf8');
  return policySchema.parse(JSON.parse(text)).Statement;
}

function actionsIn(file: string): string[] {
  const actions = statementsIn(file).flatMap(s => s.Action);
  return [...new Set(actions)].sort();
}

/** Whether IAM's pattern, in which a star spans slashes too, covers the ARN. */
function covers(pattern: string, arn: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(arn);
}

/** The conditions under which the deploy policy allows a call on a secret, one a statement. */
function conditionsOn(action: string, secret: string): unknown[] {
  const arn = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${secret}-AbC123`;
  return statementsIn('deploy-policy.json')
    .filter(s => [s.Action].flat().includes(action))
    .filter(s => [s.Resource].flat().some(pattern => covers(pattern, arn)))
    .map(s => s.Condition);
}

function rulesIn(file: string, document: number) {
  const text = readFileSync(resolve(DOCS, file), 'utf8');
  const { rules } = clusterRoleSchema.parse(
    parseAllDocuments(text)[document].toJS(),
  );
  return rules.flatMap(rule =>
    rule.apiGroups.flatMap(group =>
      rule.resources.flatMap(resource =>
        rule.verbs.map(verb =>
          [verb, group, resource, ...(rule.resourceNames ?? [])].join(' '),
        ),
      ),
    ),
  );
}

/** Folders with the calls of the portal; everything else is the deployer's. */
const OF_THE_PORTAL = /^(lookups|probe)[\\/]/;

/** Every AWS call that some files of this package can make, as IAM names it. */
function actionsInCode(isIncluded: (file: string) => boolean): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  const actions = files
    .filter(file => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
    .filter(isIncluded)
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
    const code = [
      ...new Set([
        ...actionsInCode(file => !OF_THE_PORTAL.test(file)),
        ...Object.keys(IMPLIED),
      ]),
    ].sort();
    expect(code.length).toBeGreaterThan(30);
    expect(actionsIn('deploy-policy.json')).toEqual(code);
  });

  it('allows the portal to find the cluster, to look things up and nothing else', () => {
    const allowed = actionsIn('portal-policy.json');
    const own = actionsInCode(file => OF_THE_PORTAL.test(file));
    expect(own).toContain('kms:GetKeyRotationStatus');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'eks:DescribeCluster',
        'sts:GetCallerIdentity',
        ...own,
      ]),
    );
    const known = actionsInCode(() => true);
    expect(allowed.filter(action => !known.includes(action))).toEqual([]);
    const writing = /:(?!Describe|Get|List)/;
    expect(allowed.filter(action => writing.test(action))).toEqual([]);
  });

  it('lets a deploy keep the root token, and delete it for good', () => {
    const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
    const { rootTokenSecret } = vaultNames(spec);
    for (const call of [
      'CreateSecret',
      'DescribeSecret',
      'PutSecretValue',
      'GetSecretValue',
      'DeleteSecret',
    ]) {
      const conditions = conditionsOn(
        `secretsmanager:${call}`,
        rootTokenSecret,
      );
      expect(conditions).toContain(undefined);
    }
  });

  it('lets nobody delete recovery keys beyond recovery', () => {
    const spec = parseSpec({ cluster: 'demo', region: 'eu-west-1' });
    const { custodySecret } = vaultNames(spec);
    expect(conditionsOn('secretsmanager:DeleteSecret', custodySecret)).toEqual([
      {
        BoolIfExists: {
          'secretsmanager:ForceDeleteWithoutRecovery': 'false',
        },
      },
    ]);
  });

  it('allows the portal on Kubernetes what a status and a tail read', () => {
    expect(rulesIn('kubernetes-portal.yaml', 0)).toEqual([
      'list  pods',
      'list  persistentvolumeclaims',
      'get apps statefulsets',
      'get  configmaps vault-ca',
      'get  configmaps vault-config',
      'get  pods/portforward',
      'create  pods/portforward',
      'get  pods/log',
    ]);
    expect(rulesIn('kubernetes-portal.yaml', 2)).toEqual(['list  nodes']);
    expect(rulesIn('kubernetes-portal-volumes.yaml', 0)).toEqual([
      'get  pods/exec',
      'create  pods/exec',
    ]);
  });

  /** What preflight asks for, as the lists above write it; the name of an issuer is the form's. */
  const askedFor = (tls: VaultClusterSpecInput['tls']) =>
    requiredAccess(
      parseSpec({ cluster: 'demo', region: 'eu-west-1', tls }),
    ).map(({ verb, group, resource, subresource, name }) =>
      [
        verb,
        group,
        subresource ? `${resource}/${subresource}` : resource,
        ...(name && name !== 'platform-ca' ? [name] : []),
      ].join(' '),
    );

  it('allows on Kubernetes exactly what preflight asks for', () => {
    const allowed = rulesIn('kubernetes-deploy.yaml', 0);
    expect(allowed.sort()).toEqual([...askedFor({})].sort());
  });

  it('allows for cert-manager exactly what preflight asks for beside', () => {
    const usual = askedFor({ signer: 'secret', secret: 'mine' });
    const more = (['Issuer', 'ClusterIssuer'] as const).flatMap(kind =>
      askedFor({
        signer: 'cert-manager',
        issuer: { name: 'platform-ca', kind },
      }).filter(right => !usual.includes(right)),
    );
    expect(rulesIn('kubernetes-cert-manager.yaml', 0).sort()).toEqual(
      [...new Set(more)].sort(),
    );
    expect(askedFor({}).filter(right => !usual.includes(right))).toEqual([
      'get certificates.k8s.io certificatesigningrequests',
      'create certificates.k8s.io certificatesigningrequests',
      'update certificates.k8s.io certificatesigningrequests/approval',
      'approve certificates.k8s.io signers beta.eks.amazonaws.com/app-serving',
    ]);
  });
});
