/**
 * A rule for pods with these labels: the chart itself spreads over nodes only. It is soft, since fewer zones than
 * replicas must not keep a pod Pending.
 */
export function spreadOverZones(matchLabels: Readonly<Record<string, string>>) {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels },
    },
  ];
}
