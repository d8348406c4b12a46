import { readFleetQuery, writeFleetQuery, type FleetQuery } from './fleetQuery';

const read = (search: string) => readFleetQuery(new URLSearchParams(search));

const DEFAULTS: FleetQuery = {
  filter: { text: '', health: 'all', account: '', region: '' },
  sort: { by: 'status', direction: 'asc' },
  paging: { page: 0, size: 25 },
};

describe('the address of the fleet', () => {
  it('says nothing while nothing is asked for', () => {
    expect(writeFleetQuery(DEFAULTS).toString()).toBe('');
    expect(read('')).toEqual(DEFAULTS);
  });

  it('brings back all that was asked for', () => {
    const asked: FleetQuery = {
      filter: {
        text: 'pay & ship',
        health: 'problems',
        account: '111122223333',
        region: 'eu-west-1',
      },
      sort: { by: 'certificate', direction: 'desc' },
      paging: { page: 2, size: 50 },
    };
    const search = writeFleetQuery(asked).toString();
    expect(search).toBe(
      'filter=pay+%26+ship&health=problems&account=111122223333&region=eu-west-1&sort=-certificate&page=3&rows=50',
    );
    expect(read(search)).toEqual(asked);
  });

  it('tells the default order turned around from the default', () => {
    const turned: FleetQuery = {
      ...DEFAULTS,
      sort: { by: 'status', direction: 'desc' },
    };
    expect(writeFleetQuery(turned).toString()).toBe('sort=-status');
    expect(read('sort=-status')).toEqual(turned);
  });

  it('leaves alone what others put there', () => {
    const others = new URLSearchParams('as=visitor&health=healthy');
    expect(writeFleetQuery(DEFAULTS, others).toString()).toBe('as=visitor');
  });

  it.each([
    'sort=constructor',
    'sort=--status',
    'health=ok',
    'page=-1',
    'page=0',
    'page=1e999',
    'page=two',
    'rows=26',
    'rows=100000',
  ])('takes %s for nothing', search => {
    expect(read(search)).toEqual(DEFAULTS);
  });
});
