import { render, screen } from '@testing-library/react';
import { Settings } from 'luxon';
import { Time } from './Time';

describe('Time', () => {
  beforeAll(() => {
    Settings.defaultZone = 'Asia/Tokyo';
    Settings.defaultLocale = 'en-GB';
  });
  afterAll(() => {
    Settings.defaultZone = 'system';
    Settings.defaultLocale = 'system';
  });

  it("shows the reader's zone and keeps the exact time at hand", () => {
    render(<Time iso="2026-11-23T20:30:00+01:00" />);
    const time = screen.getByText('24 Nov 2026, 04:30');
    expect(time).toHaveAttribute('title', '2026-11-23T19:30:00.000Z');
    expect(time).toHaveAttribute('datetime', '2026-11-23T19:30:00.000Z');
  });

  it('takes other words for the same time', () => {
    render(<Time iso="2026-11-23T19:30:00Z">an hour ago</Time>);
    expect(screen.getByTitle('2026-11-23T19:30:00.000Z')).toHaveTextContent(
      'an hour ago',
    );
  });

  it('shows what is no time as it came', () => {
    render(<Time iso="soon" />);
    expect(screen.getByText('soon')).toHaveAttribute('title', 'soon');
  });
});
