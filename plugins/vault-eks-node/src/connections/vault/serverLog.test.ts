import { isServerLog } from './serverLog';

describe('isServerLog', () => {
  it.each([
    '2026-11-26T05:00:00.000Z [WARN]  failed to unseal core',
    '{"@level":"warn","@message":"failed to unseal core","@timestamp":"2026-11-26T05:00:00.000Z"}',
  ])("knows Vault's own: %s", line => {
    expect(isServerLog(line)).toBe(true);
  });

  it.each([
    '{"auth":{"display_name":"somebody"},"type":"request"}',
    '<json:object name="auth"><json:string name="display_name">somebody</json:string></json:object>',
  ])('knows what an audit device wrote: %s', line => {
    expect(isServerLog(line)).toBe(false);
  });
});
