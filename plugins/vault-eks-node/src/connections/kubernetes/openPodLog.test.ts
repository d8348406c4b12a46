import { text } from 'node:stream/consumers';
import { MockAgent } from 'undici';
import { openPodLog } from './openPodLog';

const PATH = '/api/v1/namespaces/vault/pods/vault-0/log?follow=true';

describe('openPodLog', () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  afterAll(() => dispatcher.close());

  const open = (status: number, body: string) => {
    dispatcher
      .get('https://kubernetes.test')
      .intercept({ path: PATH })
      .reply(status, body);
    return openPodLog(
      { namespace: 'vault', pod: 'vault-0', follow: true },
      {
        endpoint: 'https://kubernetes.test',
        token: async () => 'token',
        dispatcher,
        signal: new AbortController().signal,
        timeoutMs: 1_000,
      },
    );
  };

  it('gives the log as it comes', async () => {
    expect(await text(await open(200, 'a line\n'))).toBe('a line\n');
  });

  // As seen at a kube-apiserver 1.36.3.
  it('is empty for a pod that has no node yet', async () => {
    expect(await text(await open(204, ''))).toBe('');
  });

  it('says why there is none', async () => {
    await expect(
      open(400, '{"message":"container \\"vault\\" is waiting to start"}'),
    ).rejects.toThrow(/is waiting to start/);
  });
});
