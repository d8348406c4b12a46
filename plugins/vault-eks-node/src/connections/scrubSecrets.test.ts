import { scrubSecrets } from './scrubSecrets';

describe('scrubSecrets', () => {
  it('removes what is shaped like a credential and what is known to be one', () => {
    const text = scrubSecrets(
      'token hvs.CAESIJabcdefgh and eyJhbGciOi.eyJzdWIi.c2ln with k8s-aws-v1.aHR0cHM6 and s3cret',
      ['s3cret', undefined],
    );
    expect(text).toBe(
      'token <redacted> and <redacted> with <redacted> and <redacted>',
    );
  });

  it.each([
    'hvs.CAESIJabcdefgh',
    'hvb.AAAAAQabcdefgh',
    'hvr.CAESIJabcdefgh',
    'eyJhbGciOi.eyJzdWIi.c2ln',
    'k8s-aws-v1.aHR0cHM6',
    '-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----',
  ])('removes the only one in a text: %s', secret => {
    expect(scrubSecrets(`a ${secret} b`)).toBe('a <redacted> b');
  });

  it('leaves ordinary text alone', () => {
    expect(scrubSecrets('hvs is a prefix; eyJ too')).toBe(
      'hvs is a prefix; eyJ too',
    );
  });
});
