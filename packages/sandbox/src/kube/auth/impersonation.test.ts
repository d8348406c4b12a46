import { impersonated } from './impersonation';
import type { AccessRequest } from './rules';
import type { UserInfo } from './UserInfo';

const ADMIN: UserInfo = { username: 'admin', groups: ['system:masters'] };

function authorizer(allowed: boolean) {
  const asked: AccessRequest[] = [];
  return {
    asked,
    allows: (_user: UserInfo, request: AccessRequest) => {
      asked.push(request);
      return allowed;
    },
  };
}

describe('impersonated', () => {
  it('leaves a caller alone who asks for nobody', () => {
    expect(impersonated(ADMIN, {}, authorizer(false))).toBe(ADMIN);
  });

  it('takes a service account with the groups that it has', () => {
    const rights = authorizer(true);
    const user = impersonated(
      ADMIN,
      { 'impersonate-user': 'system:serviceaccount:demo:app' },
      rights,
    );
    expect(user).toEqual({
      username: 'system:serviceaccount:demo:app',
      groups: [
        'system:serviceaccounts',
        'system:serviceaccounts:demo',
        'system:authenticated',
      ],
    });
    expect(rights.asked).toEqual([
      expect.objectContaining({
        verb: 'impersonate',
        resource: 'serviceaccounts',
        namespace: 'demo',
        name: 'app',
      }),
    ]);
  });

  it('asks about every group too', () => {
    const rights = authorizer(true);
    const headers = {
      'impersonate-user': 'jane',
      'impersonate-group': 'readers, writers',
    };
    expect(impersonated(ADMIN, headers, rights).groups).toEqual([
      'readers',
      'writers',
      'system:authenticated',
    ]);
    expect(rights.asked).toHaveLength(3);
  });

  it('refuses who may not impersonate, and groups without a user', () => {
    const jane = { 'impersonate-user': 'jane' };
    expect(() => impersonated(ADMIN, jane, authorizer(false))).toThrow(
      /users "jane" is forbidden: User "admin" cannot impersonate/,
    );
    expect(() =>
      impersonated(ADMIN, { 'impersonate-group': 'x' }, authorizer(true)),
    ).toThrow(/without impersonating a user/);
  });
});
