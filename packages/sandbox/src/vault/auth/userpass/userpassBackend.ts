import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { BarrierView } from '../../barrier/BarrierView';
import type { Backend } from '../../logical/Backend';
import { ErrorResponse } from '../../logical/errors';
import type { BackendRequest } from '../../logical/Request';
import { text } from '../../util/json';
import type { Login } from '../login';
import { tokenFields, type TokenFields } from '../tokenFields';

interface User {
  readonly salt: string;
  readonly hash: string;
  readonly fields: TokenFields;
}

const NAME = '(?<username>[\\w.-]+)';

/** `auth/userpass`. */
export function userpassBackend(view: BarrierView, login: Login): Backend {
  const find = (request: BackendRequest) =>
    view.get<User>(`user/${request.params.username.toLowerCase()}`);

  const write = async (request: BackendRequest) => {
    const previous = await find(request);
    const password = text(request.data, 'password');
    if (!password && !previous) throw new ErrorResponse('missing password');
    const fields = tokenFields(request.data, previous?.fields);
    const user: User = {
      salt: previous?.salt ?? '',
      hash: previous?.hash ?? '',
      ...(password ? hashed(password) : {}),
      fields,
    };
    await view.put(`user/${request.params.username.toLowerCase()}`, user);
    return undefined;
  };

  return {
    type: 'userpass',
    paths: [
      {
        pattern: new RegExp(`^login/${NAME}$`),
        unauthenticated: true,
        operations: {
          update: async request => {
            const user = await find(request);
            const password = text(request.data, 'password') ?? '';
            if (!user || !matches(password, user)) {
              throw new ErrorResponse(
                'invalid username or password',
                'invalid credentials',
              );
            }
            const username = request.params.username.toLowerCase();
            return login({
              mount: request.mount,
              path: `${request.mount.path}login/${username}`,
              alias: username,
              displayName: `${request.mount.path.slice(5, -1)}-${username}`,
              metadata: { username },
              fields: user.fields,
            });
          },
        },
      },
      {
        pattern: /^users\/?$/,
        operations: {
          list: async () => listed(await view.list('user/')),
        },
      },
      {
        pattern: new RegExp(`^users/${NAME}$`),
        exists: async request => (await find(request)) !== undefined,
        operations: {
          create: write,
          update: write,
          read: async request => {
            const user = await find(request);
            return user && { data: { ...user.fields } };
          },
          delete: async request => {
            await view.delete(`user/${request.params.username.toLowerCase()}`);
            return undefined;
          },
        },
      },
    ],
  };
}

function listed(keys: string[]) {
  return keys.length > 0 ? { data: { keys } } : undefined;
}

function hashed(password: string): Pick<User, 'salt' | 'hash'> {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: scryptSync(password, salt, 32).toString('hex') };
}

function matches(password: string, user: User): boolean {
  const given = scryptSync(password, user.salt, 32);
  return timingSafeEqual(given, Buffer.from(user.hash, 'hex'));
}
