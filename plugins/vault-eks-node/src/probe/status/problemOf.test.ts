import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { problemOf } from './problemOf';

const said = 'Vault pod vault-0 did not answer GET sys/health';

describe('problemOf', () => {
  it.each([
    [
      new ServiceUnavailableError(
        `${said}: CERT_HAS_EXPIRED: certificate has expired`,
      ),
      'its certificate has expired',
    ],
    [
      new ServiceUnavailableError(
        `${said}: ERR_TLS_CERT_ALTNAME_INVALID: 10.0.0.7 is not in the cert's list`,
      ),
      "its certificate is not one that the cluster's CA signed for its name",
    ],
    [
      new ServiceUnavailableError(
        `${said}: ECONNREFUSED: connect ECONNREFUSED 10.0.0.7:8200`,
      ),
      'nothing listens on its port',
    ],
    [
      new NotAllowedError('pods "vault-0" is forbidden: User "portal" cannot'),
      "the portal's identity may not reach it",
    ],
    [
      new ServiceUnavailableError(
        'Vault answered 500 to GET sys/health on vault-0: secret words',
      ),
      'it did not answer as Vault does',
    ],
    ['text', 'it did not answer'],
  ])('tells %s in words that give nothing away', (error, problem) => {
    expect(problemOf(error)).toBe(problem);
  });
});
