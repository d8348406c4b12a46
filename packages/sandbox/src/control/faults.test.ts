import { faultRequestSchema, InjectedFaults } from './faults';

const createTable = { service: 'dynamodb', operation: 'CreateTable' };
const createRole = { service: 'iam', operation: 'CreateRole' };

function faultsOf(...requests: object[]) {
  const faults = new InjectedFaults();
  requests.forEach(request => faults.add(faultRequestSchema.parse(request)));
  return faults;
}

describe('InjectedFaults', () => {
  it('strikes only the named calls, as often as asked, after those let through', () => {
    const faults = faultsOf({
      service: 'dynamodb',
      operation: 'CreateTable',
      kind: 'drop',
      count: 2,
      skip: 1,
    });

    expect(
      [createRole, createTable, createTable, createTable, createTable].map(
        call => faults.beforeCall(call),
      ),
    ).toEqual([undefined, undefined, 'drop', 'drop', undefined]);
    expect(faults.list()).toEqual([]);
  });

  it.each([
    [{ kind: 'throttle' }, createTable, 'ThrottlingException'],
    [{ kind: 'throttle' }, createRole, 'Throttling'],
    [
      { kind: 'throttle' },
      { service: 'ec2', operation: 'CreateVpcEndpoint' },
      'RequestLimitExceeded',
    ],
    [{ kind: 'deny' }, createTable, 'AccessDeniedException'],
    [{ kind: 'deny' }, createRole, 'AccessDenied'],
    [
      { kind: 'throttle' },
      { service: 'kubernetes', operation: 'patch statefulsets' },
      'TooManyRequests',
    ],
    [{ kind: 'server-error' }, createTable, 'InternalServerError'],
  ])('says %j to %j in the words of the service', (request, call, code) => {
    expect(faultsOf(request).beforeCall(call)).toMatchObject({ code });
  });

  it('delays by the time asked', () => {
    expect(
      faultsOf({ kind: 'delay', delayMs: 20 }).beforeCall(createRole),
    ).toBe(20);
  });

  it('forgets all when cleared', () => {
    const faults = faultsOf({ kind: 'drop' }, { kind: 'drop' });
    faults.clear();

    expect(faults.beforeCall(createRole)).toBeUndefined();
  });

  it('refuses a kind that it does not know', () => {
    expect(() => faultsOf({ kind: 'explode' })).toThrow(/kind/);
  });
});
