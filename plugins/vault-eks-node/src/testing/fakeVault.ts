import type { AskedOfVault, VaultReply } from './startVaultNode';

/** Just enough of a Vault to be initialised and configured; shared by all nodes of a test's cluster. */
export interface FakeVault {
  readonly asked: AskedOfVault[];
  initialised: boolean;
  leader: string;
  sealed: Set<string>;
  readonly tokens: Map<string, readonly string[]>;
  readonly audit: Map<string, { type: string; options: { file_path: string } }>;
  readonly written: Map<string, unknown>;
  /** Paths that no token opens. */
  readonly forbidden: Set<string>;
  /** What comes of a step-down that was asked of a node. */
  stepDown?: (node: string) => void;
  answer(node: string): (asked: AskedOfVault) => VaultReply;
}

const OK = (body?: unknown): VaultReply => ({ status: body ? 200 : 204, body });
const FAIL = (status: number, ...errors: string[]): VaultReply => ({
  status,
  body: { errors },
});

/** Lists that were given as text are answered as lists, as Vault does. */
function stored(body: unknown): unknown {
  return typeof body === 'object' &&
    body !== null &&
    'token_policies' in body &&
    typeof body.token_policies === 'string'
    ? { ...body, token_policies: body.token_policies.split(',') }
    : body;
}

export const ROOT = 'hvs.root-token-of-the-test';

export function fakeVault(): FakeVault {
  const vault: FakeVault = {
    asked: [],
    initialised: false,
    leader: 'vault-0',
    sealed: new Set(),
    tokens: new Map(),
    audit: new Map(),
    written: new Map(),
    forbidden: new Set(),
    answer: node => asked => {
      vault.asked.push(asked);
      return reply(node, asked);
    },
  };

  function open(node: string, { method, path, body }: AskedOfVault) {
    const sealed = !vault.initialised || vault.sealed.has(node);
    switch (`${method} ${path}`) {
      case 'GET sys/init':
        return OK({ initialized: vault.initialised });
      case 'GET sys/health':
        return OK({
          initialized: vault.initialised,
          sealed,
          standby: vault.leader !== node,
          server_time_utc: 1795436326,
          version: '1.21.4',
          cluster_name: 'vault-cluster-c1d1cc33',
          clock_skew_ms: 0,
        });
      case 'GET sys/seal-status':
        return OK({
          type: 'awskms',
          initialized: vault.initialised,
          sealed,
          version: '1.21.4',
          storage_type: 'dynamodb',
        });
      case 'GET sys/leader':
        return sealed
          ? FAIL(503, 'Vault is sealed')
          : OK({
              ha_enabled: true,
              is_self: vault.leader === node,
              leader_address: `https://${vault.leader}:8200`,
              active_time:
                vault.leader === node
                  ? '2026-11-23T12:18:44.629698504Z'
                  : '0001-01-01T00:00:00Z',
            });
      case 'PUT sys/init': {
        if (vault.initialised) {
          return FAIL(400, 'Vault is already initialized');
        }
        const { recovery_shares: n } = body as { recovery_shares: number };
        vault.initialised = true;
        vault.tokens.set(ROOT, ['root']);
        return OK({
          keys: [],
          recovery_keys_base64: Array.from({ length: n }, (_, i) => `key-${i}`),
          root_token: ROOT,
        });
      }
      default:
        return undefined;
    }
  }

  function login({ path, body }: AskedOfVault) {
    if (path !== 'auth/kubernetes/login') {
      return undefined;
    }
    const { role } = body as { role: string };
    const known = vault.written.get(`auth/kubernetes/role/${role}`);
    if (!known) {
      return FAIL(400, `invalid role name "${role}"`);
    }
    const token = `hvb.login-of-${role}`;
    vault.tokens.set(token, [role]);
    return OK({ auth: { client_token: token, lease_duration: 600 } });
  }

  function reply(node: string, asked: AskedOfVault): VaultReply {
    const known = open(node, asked) ?? login(asked);
    if (known) {
      return known;
    }
    const { method, path, token = '', body } = asked;
    if (!vault.tokens.has(token) || vault.forbidden.has(path)) {
      return FAIL(403, 'permission denied');
    }
    if (path === 'sys/step-down') {
      vault.stepDown?.(node);
      return OK();
    }
    if (path === 'auth/token/revoke-self') {
      vault.tokens.delete(token);
      return OK();
    }
    if (path === 'auth/token/lookup-self') {
      return OK({ data: {} });
    }
    if (path === 'sys/capabilities-self') {
      const { paths } = body as { paths: string[] };
      const mine = ['root', 'vault-eks-admin'].includes(
        vault.tokens.get(token)?.[0] ?? '',
      )
        ? ['sudo', 'update']
        : ['deny'];
      return OK({ data: Object.fromEntries(paths.map(p => [p, mine])) });
    }
    if (path === 'sys/audit') {
      return OK({ data: Object.fromEntries(vault.audit) });
    }
    if (path.startsWith('sys/audit/')) {
      const at = `${path.slice('sys/audit/'.length)}/`;
      if (vault.audit.has(at)) {
        return FAIL(400, 'path already in use: invalid configuration');
      }
      vault.audit.set(at, body as never);
      return OK();
    }
    if (path === 'sys/auth' || path === 'sys/mounts') {
      const mounted = [...vault.written].filter(([at]) =>
        at.startsWith(`${path}/`),
      );
      return OK({
        data: Object.fromEntries(
          mounted.map(([at, v]) => [`${at.slice(path.length + 1)}/`, v]),
        ),
      });
    }
    if (method === 'DELETE') {
      vault.written.delete(path.replace('/metadata/', '/data/'));
      return OK();
    }
    // LIST comes as GET, and the server keeps no parameters.
    if (method === 'GET' && path.endsWith('/')) {
      const folder = path.replace('/metadata/', '/data/');
      const keys = [...vault.written.keys()].flatMap(at =>
        at.startsWith(folder) ? at.slice(folder.length) : [],
      );
      return keys.length > 0
        ? OK({ data: { keys } })
        : { status: 404, body: { errors: [] } };
    }
    if (method === 'GET') {
      const found = vault.written.get(path);
      return found
        ? OK({ data: found })
        : { status: 404, body: { errors: [] } };
    }
    vault.written.set(path, stored(body));
    return OK();
  }

  return vault;
}
