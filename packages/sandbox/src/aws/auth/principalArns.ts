const assumedRole = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** The IAM ARN behind an STS one: a session's role. Roles with a path lose it, as in STS's own answer. */
export function iamArnOf(arn: string): string {
  const match = assumedRole.exec(arn);
  return match ? `arn:aws:iam::${match[1]}:role/${match[2]}` : arn;
}

/** The Kubernetes user name that EKS gives a principal when its access entry names none. */
export function usernameFor(principalArn: string): string {
  const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(
    principalArn,
  );
  return role
    ? `arn:aws:sts::${role[1]}:assumed-role/${role[2]}/{{SessionName}}`
    : principalArn;
}

/** Fills `{{SessionName}}` in from a session's ARN. */
export function usernameOf(template: string, callerArn: string): string {
  const session = assumedRole.exec(callerArn)?.[3] ?? '';
  return template
    .replaceAll('{{SessionNameRaw}}', session)
    .replaceAll('{{SessionName}}', session.replaceAll('@', '-'));
}
