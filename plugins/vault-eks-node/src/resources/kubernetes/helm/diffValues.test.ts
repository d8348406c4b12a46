import { diffValues } from './diffValues';

const server = (fields: object) => ({ server: fields });

describe('diffValues', () => {
  it('shows what the product decides, long texts by their hash', () => {
    expect(
      diffValues(
        server({ ha: { replicas: 3 }, image: 'a', config: 'x' }),
        server({ ha: { replicas: 5 }, image: 'b', config: 'x'.repeat(61) }),
        {},
      ),
    ).toEqual([
      {
        field: 'values.server.config',
        from: 'x',
        to: expect.stringMatching(/^sha256:[0-9a-f]{12}$/),
      },
      { field: 'values.server.ha.replicas', from: '3', to: '5' },
      { field: 'values.server.image', from: 'a', to: 'b' },
    ]);
  });

  it('shows no text that somebody chose, now or before', () => {
    const own = server({
      env: { KEY: 's3cr3t-new' },
      debug: true,
      list: ['s3cr3t'],
    });
    const changes = diffValues(
      server({ env: { KEY: 's3cr3t-old', GONE: 's3cr3t' } }),
      own,
      own,
    );
    expect(changes).toEqual([
      { field: 'values.server.debug', from: undefined, to: 'true' },
      { field: 'values.server.env.GONE', from: 'not shown', to: undefined },
      { field: 'values.server.env.KEY', from: 'not shown', to: 'not shown' },
      { field: 'values.server.list', from: undefined, to: 'not shown' },
    ]);
    expect(JSON.stringify(changes)).not.toContain('s3cr3t');
  });
});
