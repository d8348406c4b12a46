import { InputError } from '@backstage/errors';
import type {
  AppSpec,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { adminPaths } from '../../blueprint/adminPaths';
import { addApp, addAppRemoval } from '../../blueprint/apps';
import { addConfiguration } from '../../blueprint/configuration';
import { addLoginAccounts } from '../../blueprint/loginAccounts';
import { CLUSTER_PHASES } from '../../blueprint/phases';
import { vaultContext } from '../../blueprint/vaultContext';
import { adminPrincipals } from '../../preflight/checks/adminPrincipals';
import {
  appNamespace,
  appNamespaceOwner,
} from '../../preflight/checks/appNamespace';
import { appInjection } from '../../preflight/checks/injectors/appInjection';
import { kubernetesAccess } from '../../preflight/checks/kubernetesAccess';
import {
  adminRole,
  appNames,
  auditDevices,
  rootTokenRetired,
  unlessNotDone,
} from '../../resources/vault';
import type { AwsPart } from './AwsPart';

/** What the audit devices put out. */
export interface AuditPartOutputs {
  /** With their slash: `file/`. */
  readonly devices: readonly string[];
}

/** The audit devices alone, in a Vault that is initialised. */
export const auditPart: AwsPart<AuditPartOutputs> = {
  checks: [kubernetesAccess],
  add(graph, context, run) {
    const ctx = vaultContext(context, run);
    const { spec, session } = ctx;
    const accounts = addLoginAccounts(graph, ctx, { inside: [] });
    const audit = graph.add({
      id: 'audit-devices',
      phase: CLUSTER_PHASES.audit,
      needs: {},
      after: accounts,
      make: () =>
        auditDevices({
          devices: spec.audit.devices,
          session,
          admin: adminRole(spec),
        }),
    });
    return read => ({ devices: read(audit)?.paths });
  },
};

/** What the configuration puts out. */
export interface ConfigurePartOutputs {
  readonly adminServiceAccount: string;
  readonly auditorServiceAccount: string;
  readonly appsMount: string;
}

/**
 * Auth methods, policies, roles and the applications' mount alone, in a Vault that is initialised; the root token goes
 * once an administrator is proven. That of a Vault which others initialised was never here, and is left to them.
 */
export const configurePart: AwsPart<ConfigurePartOutputs> = {
  checks: [kubernetesAccess, adminPrincipals],
  add(graph, context, run) {
    const ctx = vaultContext(context, run);
    const { spec, session, custody, others } = ctx;
    const { sts, privateDns } = spec.endpoints;
    if (spec.admin.awsPrincipals.length > 0 && sts !== 'none' && !privateDns) {
      throw new InputError(
        'admin.awsPrincipals: where the STS endpoint has no private DNS name only vault-eks:cluster:deploy, which makes that endpoint, knows its address; run that instead',
      );
    }
    const after = addLoginAccounts(graph, ctx, { inside: [] });
    const roles = addConfiguration(graph, ctx, { after });
    unlessNotDone(graph, others.noRootToken).add({
      id: 'root-token-retired',
      phase: CLUSTER_PHASES.configure,
      needs: {},
      after: roles,
      make: () =>
        rootTokenRetired({ session, custody, admins: adminPaths(ctx) }),
    });
    return () => ({
      adminServiceAccount: `${spec.namespace}/${spec.admin.serviceAccount}`,
      auditorServiceAccount: `${spec.namespace}/${spec.audit.auditorServiceAccount}`,
      appsMount: spec.apps.mount,
    });
  },
};

/** What an application puts out: names only. */
export interface AppPartOutputs {
  readonly role: string;
  readonly policy: string;
  /** KV version 2 mount, without its slash. */
  readonly mount: string;
  /** Below the mount. */
  readonly path: string;
  /** What a pod of its own has shown; absent in a dry run and without a proof. */
  readonly claims: readonly VerifiedClaim[];
}

/** One application: its path, policy and role, proven by a short-lived pod of its own identity. */
export const appPart = (options: {
  readonly app: AppSpec;
  /** Entity refs of the caller and of the groups that they belong to. */
  readonly ownershipRefs: readonly string[];
  readonly prove: boolean;
}): AwsPart<AppPartOutputs> => ({
  checks: [kubernetesAccess, appNamespace(options), appInjection(options)],
  add(graph, context) {
    const { app } = options;
    const { mount } = context.spec.apps;
    const { role, policy, path } = appNames(app);
    const claims = addApp(graph, vaultContext(context), options);
    return read => ({ role, policy, mount, path, claims: read(claims) });
  },
});

/** The end of one application's login; its secrets stay. */
export const appRemovalPart = (options: {
  readonly app: AppSpec;
  readonly ownershipRefs: readonly string[];
}): AwsPart<Pick<AppPartOutputs, 'role' | 'mount' | 'path'>> => ({
  checks: [kubernetesAccess, appNamespaceOwner(options)],
  add(graph, context) {
    const { app } = options;
    const { mount } = context.spec.apps;
    const { role, path } = appNames(app);
    addAppRemoval(graph, vaultContext(context), app);
    return () => ({ role, mount, path });
  },
});
