import { CallLog } from './CallLog';

const call = (principalArn: string, operation: string, errorCode?: string) => ({
  service: 'dynamodb',
  operation,
  at: new Date(),
  region: 'eu-west-1',
  principalArn,
  status: errorCode ? 400 : 200,
  errorCode,
  rights: [],
});

describe('CallLog', () => {
  it('keeps calls in order and counts them by principal and outcome', () => {
    const log = new CallLog(new Set(['page']));
    log.record(call('vault', 'GetItem'));
    log.record(call('page', 'ListTables'));
    log.record(call('vault', 'GetItem'));
    log.record(call('vault', 'UpdateItem', 'ConditionalCheckFailedException'));

    expect(log.calls().map(c => c.operation)).toEqual([
      'GetItem',
      'GetItem',
      'UpdateItem',
    ]);
    expect(log.calls({ operation: 'UpdateItem' })).toHaveLength(1);
    expect(log.counts({ principal: 'vault', operation: 'GetItem' })).toEqual([
      expect.objectContaining({ count: 2 }),
    ]);
  });

  it('forgets the oldest calls, but not how many there were', () => {
    const log = new CallLog(new Set());
    for (let i = 0; i < 120_000; i += 1) {
      log.record(call('vault', 'GetItem'));
    }

    expect(log.calls()).toHaveLength(50_000);
    expect(log.counts()[0].count).toBe(120_000);
  });

  it('gives the calls since a number, which goes on when all is forgotten', () => {
    const log = new CallLog(new Set());
    log.record(call('vault', 'GetItem'));
    const { last } = log;
    log.record(call('vault', 'PutItem'));

    expect(log.calls({ since: last })).toEqual([
      expect.objectContaining({ operation: 'PutItem', number: 2 }),
    ]);
    log.clear();
    expect(log.calls()).toEqual([]);
    expect(log.counts()).toEqual([]);
    log.record(call('vault', 'Query'));
    expect(log.calls({ since: 2 })).toHaveLength(1);
  });
});
