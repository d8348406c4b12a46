import type { Core, Leadership } from '../core/Core';
import { refusal, type HttpAnswer } from '../logical/answer';
import { text } from '../util/json';
import { parseJson, type HttpRequest } from './readRequest';

const ATTEMPT = 'sys/generate-root/attempt';
const UPDATE = 'sys/generate-root/update';

/**
 * Since Vault 2.0 shares alone do not do, unless the configuration of the server says so. Source: Vault's important
 * changes of 2.0.
 */
const wantsToken = ({ self, config }: Core['options']) =>
  Number(self.version.split('.')[0]) >= 2 &&
  !config.unauthenticatedAccess.includes('generate-root');

/** A share in hexadecimal or base64, as Vault takes it. */
const shareIn = (key: string) =>
  Buffer.from(key, /^([0-9a-f]{2})+$/i.test(key) ? 'hex' : 'base64');

/** `sys/generate-root`: a new root token by a threshold of recovery shares. */
export async function generateRoot(
  core: Core,
  { vault, rootGeneration }: Leadership,
  request: HttpRequest,
): Promise<HttpAnswer | undefined> {
  const { method, path, token } = request;
  const reads = method === 'GET';
  if (reads || (path !== ATTEMPT && path !== UPDATE)) {
    return undefined;
  }
  const { sealed } = core.options;
  if (
    wantsToken(core.options) &&
    !(token && (await vault.tokens.find(token)))
  ) {
    return refusal(403, 'permission denied');
  }
  const required = (await sealed.recoveryConfig())?.secret_threshold ?? 0;
  if (path === ATTEMPT && method === 'DELETE') {
    rootGeneration.cancel();
    return { status: 204 };
  }
  if (path === ATTEMPT) {
    const otp = rootGeneration.begin();
    return {
      status: 200,
      body: {
        ...rootGeneration.status(required),
        otp,
        otp_length: otp.length,
      },
    };
  }
  const body = parseJson(request.body);
  const progress = await rootGeneration.provide(
    shareIn(text(body, 'key') ?? ''),
    text(body, 'nonce') ?? '',
    {
      required,
      recoveryKey: () => sealed.recoveryKey(),
      createRootToken: async () => {
        const root = await vault.tokens.create({
          policies: ['root'],
          path: 'auth/token/root',
          displayName: 'root',
          ttl: 0,
          orphan: true,
        });
        return root.id;
      },
    },
  );
  return { status: 200, body: { ...progress, otp: '', otp_length: 0 } };
}
