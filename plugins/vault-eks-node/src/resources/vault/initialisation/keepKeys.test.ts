import { OtherKeysError, type CustodyRecord } from '../custody/Custody';
import { keepKeys } from './keepKeys';

const record = {
  state: 'initialised',
  recoveryKeys: ['share-one', 'share-two'],
  rootToken: 'hvs.averylongroottoken',
} satisfies CustodyRecord;

const name = 'vault-eks/demo/recovery';

function keep(
  write: (tried: number) => Promise<void>,
  withinMs?: number,
): { readonly done: Promise<void>; readonly lines: string[] } {
  const lines: string[] = [];
  let tried = 0;
  const custody = { name, write: () => write((tried += 1)) };
  const log = (line: string) => void lines.push(line);
  return { done: keepKeys({ custody, record, log, withinMs }), lines };
}

describe('keepKeys', () => {
  it('tries for as long as it says, however often that is', async () => {
    // No pause is drawn: as many tries as it takes must fit in.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    try {
      const { done } = keep(async tried => {
        if (tried < 500) {
          throw new Error('AccessDeniedException');
        }
      });
      await expect(done).resolves.toBeUndefined();
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('says at the end of its time what was in the way, and no key', async () => {
    const { done, lines } = keep(async () => {
      throw new Error('AccessDeniedException: PutSecretValue of share-one');
    }, 100);
    const error: Error = await done.then(
      () => new Error('It went on'),
      failure => failure,
    );
    expect(error.message).toMatch(
      /^The keys of Vault could not be brought to vault-eks\/demo\/recovery until \S+: AccessDeniedException: PutSecretValue of <redacted>\. Mend that and run again/,
    );
    expect([error.message, error.stack, ...lines].join('\n')).not.toMatch(
      /share-|hvs\./,
    );
    expect(lines).toHaveLength(1);
  });

  it('ends at once where keys of another initialisation are', async () => {
    const { done, lines } = keep(async () => {
      throw new OtherKeysError(`Secret ${name}`);
    });
    await expect(done).rejects.toThrow(OtherKeysError);
    expect(lines).toEqual([]);
  });
});
