import type { HelmChart, HelmChartRef } from './HelmChart';

/** Which release, of which chart, with which values. */
export interface HelmInstall {
  readonly release: string;
  readonly namespace: string;
  readonly chart: HelmChart;
  readonly values: Readonly<Record<string, unknown>>;
  /** Labels of the release record. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Names a release. */
export interface HelmReleaseRef {
  readonly release: string;
  readonly namespace: string;
}

/** The real helm, run as a program. */
export interface Helm {
  /**
   * Brings the chart here; once for all calls.
   *
   * @throws ServiceUnavailableError when it cannot be had; InputError when it is another chart or version
   */
  pull(
    ref: HelmChartRef,
    options: { readonly signal: AbortSignal },
  ): Promise<HelmChart>;
  /**
   * Installs or upgrades; returns when the objects are written. It never waits for readiness: a Vault that is not
   * initialised is never ready.
   */
  upgradeInstall(
    install: HelmInstall,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** The manifests that an install would write, hooks left out, rendered for the version of the cluster. */
  template(
    install: HelmInstall,
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
  uninstall(
    ref: HelmReleaseRef,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
}
