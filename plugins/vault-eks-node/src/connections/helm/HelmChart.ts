/** A chart that was had once: every run on it works on the same bytes, so what was checked is what is installed. */
export interface HelmChart {
  readonly name: string;
  readonly version: string;
  /** The packed chart. */
  readonly archive: Uint8Array;
  /** The chart's own `values.yaml`, comments included. */
  readonly defaults: string;
}

/** Which chart is wanted. */
export interface HelmChartRef {
  readonly name: string;
  /** Exact, such as `0.34.1`. */
  readonly version: string;
}
