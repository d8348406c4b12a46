import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PreflightCheck } from '../PreflightCheck';

/** The VPC can hold the interface endpoints that the spec wants. */
export const endpointNetwork: PreflightCheck = {
  subject: 'the network of the endpoints',
  asks: 'aws',
  async run({ spec, network }) {
    const { kms, sts, privateDns } = spec.endpoints;
    if (kms !== 'create' && sts !== 'create') {
      return [];
    }
    const findings: Finding[] = [];
    const { vpcId, dnsSupport, dnsHostnames, endpointSubnets } = network;
    if (privateDns && !(dnsSupport && dnsHostnames)) {
      const missing = [
        dnsSupport ? [] : 'enableDnsSupport',
        dnsHostnames ? [] : 'enableDnsHostnames',
      ].flat();
      findings.push({
        id: 'vpc-dns-attributes',
        severity: 'error',
        what: `${vpcId} has ${missing.join(' and ')} switched off.`,
        why: 'AWS refuses private DNS for endpoints in such a VPC.',
        fix: `Switch it on (aws ec2 modify-vpc-attribute), or choose endpoints.privateDns: false.`,
      });
    }
    if (endpointSubnets.length === 0) {
      findings.push({
        id: 'endpoint-subnets-missing',
        severity: 'error',
        what: 'No subnet was found for the interface endpoints.',
        why: 'An interface endpoint lives in at least one subnet.',
        fix: 'Name subnets of the VPC in endpoints.subnetIds.',
      });
    }
    return findings;
  },
};
