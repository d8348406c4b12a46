import { daysLeft } from '../../../kubernetes/tls/inspectCertificate';
import { Claim, ClaimFailed } from '../Claim';
import { serviceAddresses } from '../evidence/askFromInside';
import type { Evidence } from '../evidence/Evidence';

/** TLS as it is seen from outside: each pod asked for itself. */
export const tlsOfPods = ({ spec, nodes }: Evidence): Claim => ({
  id: 'tls-chain',
  claim:
    'Every pod shows a certificate that the CA of this Vault signed for its own name',
  fix: 'Run vault-eks:tls:renew; when a pod does not answer at all, look at it with kubectl describe.',
  async try(ctx) {
    const answers = await nodes(ctx);
    const silent = answers.filter(({ problem }) => problem);
    if (silent.length > 0) {
      throw new ClaimFailed(silent.map(({ problem }) => problem).join('; '));
    }
    if (answers.length !== spec.replicas) {
      throw new ClaimFailed(`${answers.length} of ${spec.replicas} pods run`);
    }
    return `${answers.length} pods`;
  },
});

/** TLS as a client in the cluster sees it: by the names of the Services. */
export const tlsFromInside = ({ session, insider }: Evidence): Claim => ({
  id: 'tls-inside',
  claim:
    'A pod in the cluster reaches Vault by the names of its Services, with TLS verified by the published CA',
  fix: 'Look whether a NetworkPolicy keeps pods of the namespace from port 8200, and whether DNS resolves the Services; then run the deploy again.',
  async try(ctx) {
    const { exitCode, log, node } = await insider(ctx);
    if (exitCode !== 0) {
      throw new ClaimFailed(
        `vault status ended with ${exitCode} in a pod on ${node}: ${log
          .trim()
          .split('\n')
          .slice(-3)
          .join(' ')}`,
      );
    }
    const { fullname, namespace } = session.pods;
    return `${serviceAddresses(fullname, namespace).join(
      ' and ',
    )} from a pod on ${node}`;
  },
});

/** How long the certificates last that the pods really serve. */
export const certificateDays = ({ spec, nodes }: Evidence): Claim => ({
  id: 'certificate-days',
  claim: `The certificates that the pods serve last for ${spec.tls.renewBeforeDays} more days`,
  severity: 'warning',
  fix: 'Run vault-eks:tls:renew; it has the pods read the new certificate without a restart.',
  async try(ctx) {
    const certificates = (await nodes(ctx)).flatMap(
      ({ certificate }) => certificate ?? [],
    );
    if (certificates.length === 0) {
      throw new ClaimFailed('No pod showed one');
    }
    const now = new Date();
    const days = Math.min(...certificates.map(c => daysLeft(c, now)));
    if (days < spec.tls.renewBeforeDays) {
      throw new ClaimFailed(`The first of them ends in ${days} days`);
    }
    return `${days} days`;
  },
});
