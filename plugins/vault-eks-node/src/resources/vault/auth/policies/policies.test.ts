import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { allPolicies } from './allPolicies';
import type { Policy } from './Policy';

const DOCS = resolve(__dirname, '../../../../../../../docs/permissions');

/** As the documentation shows them: with the default mount, and an accessor that stands for that of one's own Vault. */
const policies = allPolicies('kv');
const textOf = ({ rules }: Policy) =>
  typeof rules === 'string' ? rules : rules('auth_kubernetes_1a2b3c4d');
const fileOf = ({ name }: Policy) =>
  `vault-${name.replace(/^vault-eks-/, '')}.hcl`;

interface Rule {
  readonly path: string;
  readonly capabilities: readonly string[];
}

function rulesOf(policy: Policy): Rule[] {
  const found = [
    ...textOf(policy).matchAll(
      /^path "([^"]+)" \{\n {2}capabilities = \[([^\]]*)\]/gm,
    ),
  ];
  return found.map(([, path, capabilities]) => ({
    path,
    capabilities: capabilities.split(',').map(word => word.trim().slice(1, -1)),
  }));
}

const WRITES = ['create', 'update', 'patch', 'delete'];
const writes = ({ capabilities }: Rule) =>
  capabilities.some(capability => WRITES.includes(capability));
const limited = policies.filter(({ name }) => name !== 'vault-eks-admin');

describe.each(policies.map(policy => ({ name: policy.name, policy })))(
  'policy $name',
  ({ policy }) => {
    it('stands in the documentation as it is written into Vault', () => {
      const file = resolve(DOCS, fileOf(policy));
      expect(readFileSync(file, 'utf8')).toBe(textOf(policy));
    });

    it('has each path once', () => {
      const paths = rulesOf(policy).map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths).toHaveLength(
        (textOf(policy).match(/^path /gm) ?? []).length,
      );
      expect(new Set(paths).size).toBe(paths.length);
    });
  },
);

describe.each(limited.map(policy => ({ name: policy.name, policy })))(
  'policy $name is no way to more',
  ({ policy }) => {
    const rules = rulesOf(policy);
    const written = rules.filter(writes).map(({ path }) => path);

    it('by policies, tokens, auth methods, audit devices or identities', () => {
      expect(
        written.filter(
          path =>
            /^(sys\/(policies|policy|auth|audit\/|raw|plugins|remount|config)|auth\/|identity\/)/.test(
              path,
            ) && path !== 'auth/kubernetes/role/app-*',
        ),
      ).toEqual([]);
      expect(rules.filter(({ path }) => /^[*+]|^sys\/\*/.test(path))).toEqual(
        [],
      );
    });

    it('by sudo, but to look at audit devices and to step down', () => {
      expect(
        rules
          .filter(({ capabilities }) => capabilities.includes('sudo'))
          .map(({ path }) => path)
          .filter(path => !['sys/audit', 'sys/step-down'].includes(path)),
      ).toEqual([]);
    });
  },
);

it('gives applications by onboarding only the two policies that open their own path', () => {
  const operator = policies.find(({ name }) => name === 'vault-eks-operator');
  const text = operator ? textOf(operator) : '';
  const [, given] = /"token_policies" = \[([^\]]*)\]/.exec(text) ?? [];
  const names = given.split(',').map(word => word.trim().slice(1, -1));
  expect(names).toEqual(['vault-eks-app', 'vault-eks-app-writer']);
  const own =
    /^kv\/(data|metadata)\/apps\/\{\{identity\.entity\.aliases\.auth_kubernetes_1a2b3c4d\.metadata\.service_account_namespace\}\}\/\{\{identity\.entity\.aliases\.auth_kubernetes_1a2b3c4d\.metadata\.service_account_name\}\}(\/\*)?$/;
  for (const name of names) {
    const policy = policies.find(found => found.name === name);
    const paths = policy ? rulesOf(policy).map(({ path }) => path) : [];
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter(path => !own.test(path))).toEqual([]);
  }
});

it('lets the operator mount nothing but a KV engine: another would work with the rights of Vault itself', () => {
  const operator = policies.find(({ name }) => name === 'vault-eks-operator');
  const text = operator ? textOf(operator) : '';
  const mounts = [
    ...text.matchAll(/^path "(sys\/mounts\/[^"]*)" \{(.*?)^\}/gms),
  ];
  expect(mounts.map(([, path]) => path)).toEqual([
    'sys/mounts/vault-eks-check',
  ]);
  expect(mounts[0][2]).toContain('required_parameters = ["type"]');
  expect(mounts[0][2]).toContain('"type" = ["kv"]');
});

it('documents no policy that a deploy does not write', () => {
  const files = readdirSync(DOCS).filter(name => name.endsWith('.hcl'));
  expect(files.sort()).toEqual(policies.map(fileOf).sort());
});
