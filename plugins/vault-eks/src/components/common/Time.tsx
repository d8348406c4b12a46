import { DateTime, type DateTimeFormatOptions } from 'luxon';
import type { ReactNode } from 'react';

/** Shapes of a time, each as the reader's zone and language write it. */
const FORMATS = {
  date: DateTime.DATE_MED,
  dateTime: DateTime.DATETIME_MED,
  time: DateTime.TIME_WITH_SECONDS,
} satisfies Record<string, DateTimeFormatOptions>;

/** A time as a reader's clock and calendar show it; what is no time comes back as it is. */
export function localTime(
  iso: string,
  format: keyof typeof FORMATS = 'dateTime',
): string {
  const time = DateTime.fromISO(iso);
  return time.isValid ? time.toLocaleString(FORMATS[format]) : iso;
}

/** A time in the reader's zone, exact and in UTC on hover; `children` replace how it is worded. */
export const Time = ({
  iso,
  format,
  children,
}: {
  readonly iso: string;
  readonly format?: keyof typeof FORMATS;
  readonly children?: ReactNode;
}) => {
  const exact = DateTime.fromISO(iso).toUTC().toISO() ?? iso;
  return (
    <time dateTime={exact} title={exact}>
      {children ?? localTime(iso, format)}
    </time>
  );
};
