import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface TlsChoices {
  readonly signer: 'eks' | 'secret' | 'cert-manager';
  readonly secret?: string;
  readonly issuer?: { readonly name: string };
  readonly keyAlgorithm: string;
}

/** Each signer needs what is its own, and nothing that another one would need. */
export function refuseInTls(
  { signer, secret, issuer, keyAlgorithm }: TlsChoices,
  refuse: Refuse,
) {
  if (signer === 'secret' && secret === undefined) {
    refuse(
      ['tls', 'secret'],
      'tls.secret: the signer secret needs the name of the secret that holds the certificate',
    );
  }
  if (signer !== 'secret' && secret !== undefined) {
    refuse(
      ['tls', 'secret'],
      `tls.secret: the signer ${signer} makes a secret of its own; choose the signer secret, or leave the name out`,
    );
  }
  if (signer === 'cert-manager' && issuer === undefined) {
    refuse(
      ['tls', 'issuer'],
      'tls.issuer: the signer cert-manager needs the name of an existing issuer',
    );
  }
  if (signer !== 'cert-manager' && issuer !== undefined) {
    refuse(
      ['tls', 'issuer'],
      `tls.issuer: the signer ${signer} uses no issuer; choose the signer cert-manager, or leave it out`,
    );
  }
  if (signer === 'secret' && keyAlgorithm !== 'ECDSA-P256') {
    refuse(
      ['tls', 'keyAlgorithm'],
      'tls.keyAlgorithm: the key is in the secret already; leave the algorithm out',
    );
  }
}
