import { z } from 'zod/v3';

/** `GET sys/health`. */
export const healthAnswer = z.object({
  initialized: z.boolean(),
  sealed: z.boolean(),
  standby: z.boolean(),
  /** Seconds since 1970. */
  server_time_utc: z.number(),
  version: z.string(),
  cluster_name: z.string().optional(),
  cluster_id: z.string().optional(),
  clock_skew_ms: z.number().optional(),
  last_request_forwarding_heartbeat_ms: z.number().optional(),
});

/** `GET sys/seal-status`. */
export const sealStatusAnswer = z.object({
  type: z.string(),
  initialized: z.boolean(),
  sealed: z.boolean(),
  version: z.string(),
  storage_type: z.string().optional(),
  recovery_seal: z.boolean().optional(),
  cluster_name: z.string().optional(),
  cluster_id: z.string().optional(),
});

/** `GET sys/leader`. */
export const leaderAnswer = z.object({
  ha_enabled: z.boolean(),
  /** OpenBao leaves it out where it is false. */
  is_self: z.boolean().default(false),
  active_time: z.string().optional(),
  /** Empty while the node knows of no leader, or where the listener redacts addresses. */
  leader_address: z.string().optional(),
});

/** `GET sys/init`. */
export const initStatusAnswer = z.object({ initialized: z.boolean() });

/** `PUT sys/init` with an auto-unseal seal. */
export const initAnswer = z.object({
  recovery_keys_base64: z.array(z.string()),
  root_token: z.string().min(1),
});

/** Any login. */
export const loginAnswer = z.object({
  auth: z.object({
    client_token: z.string().min(1),
    lease_duration: z.number(),
    policies: z.array(z.string()).default([]),
  }),
});

const auditDevice = z.object({
  type: z.string(),
  options: z.record(z.string()).nullish(),
});

/** `GET sys/audit`. */
export const auditListAnswer = z.object({ data: z.record(auditDevice) });

/** `GET sys/auth` and `GET sys/mounts`. */
export const mountListAnswer = z.object({
  data: z.record(
    z.object({
      type: z.string(),
      accessor: z.string().optional(),
      description: z.string().optional(),
      options: z.record(z.string()).nullish(),
    }),
  ),
});

export type HealthAnswer = z.output<typeof healthAnswer>;
export type SealStatusAnswer = z.output<typeof sealStatusAnswer>;
export type LeaderAnswer = z.output<typeof leaderAnswer>;
export type InitAnswer = z.output<typeof initAnswer>;
export type AuditDevices = z.output<typeof auditListAnswer>['data'];
