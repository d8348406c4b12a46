/** AWS's service quotas, as far as the sandbox keeps them. They may change while it runs. */
export class Quotas {
  /** Interface and Gateway Load Balancer endpoints a VPC: 50 unless AWS raised it (Amazon VPC quotas). */
  interfaceEndpointsPerVpc = 50;
}
