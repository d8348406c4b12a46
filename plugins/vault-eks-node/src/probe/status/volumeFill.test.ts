import { fakeKubernetes } from '../../testing/fakeKubernetes';
import { readVolumeFill, volumeFillIn } from './volumeFill';

const DF = `Filesystem           1024-blocks    Used Available Capacity Mounted on
overlay               83873772   9240664  74633108  11% /
/dev/nvme1n1          10218772   8175018   2027370  80% /vault/audit
tmpfs                  7900308         8   7900300   0% /vault/userconfig/vault-server-tls
`;
const { signal } = new AbortController();

describe('the fill of volumes', () => {
  it('is that of the claims, by their names', () => {
    expect(volumeFillIn(DF, 'vault-0')).toEqual([
      [
        'audit-vault-0',
        { usedBytes: 8175018 * 1024, capacityBytes: 10218772 * 1024 },
      ],
    ]);
  });

  it.each(['', 'df: /vault/audit: No such file', '/vault/audit'])(
    'is unknown where df says %j',
    output => {
      expect(volumeFillIn(output, 'vault-0')).toEqual([]);
    },
  );

  it('is told by the pods that can be looked into, and waits for no other', async () => {
    const kubernetes = fakeKubernetes({
      exec: async ({ pod }, options) => {
        if (pod === 'vault-1') {
          throw new Error('forbidden');
        }
        if (pod === 'vault-2') {
          await new Promise((_, reject) => {
            options.signal.addEventListener('abort', () =>
              reject(options.signal.reason),
            );
          });
        }
        return { exitCode: 0, stdout: DF, stderr: '' };
      },
    });
    const fills = await readVolumeFill(
      kubernetes,
      'vault',
      ['vault-0', 'vault-1', 'vault-2'],
      { signal, timeoutMs: 50 },
    );
    expect([...fills.keys()]).toEqual(['audit-vault-0']);
  });
});
